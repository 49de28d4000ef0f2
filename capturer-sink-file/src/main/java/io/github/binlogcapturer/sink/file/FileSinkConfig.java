package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.spi.CaptureClock;
import java.nio.file.Path;

/** What a {@link FileSink} was built with. */
record FileSinkConfig(
        Path directory, String prefix, FileFormat format, long rotateAtBytes, FsyncPolicy fsync, CaptureClock clock) {

    boolean forces() {
        return !(fsync instanceof FsyncPolicy.Never);
    }
}
