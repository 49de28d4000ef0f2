package io.github.binlogcapturer.sink.file.internal.folder;

import io.github.binlogcapturer.sink.file.Compression;
import io.github.binlogcapturer.sink.file.DamagePolicy;
import io.github.binlogcapturer.sink.file.FileNaming;
import io.github.binlogcapturer.sink.file.FsyncPolicy;
import io.github.binlogcapturer.sink.file.Retention;
import io.github.binlogcapturer.sink.file.Rotation;
import io.github.binlogcapturer.sink.file.internal.kind.FileKind;
import io.github.binlogcapturer.spi.CaptureClock;
import java.nio.file.Path;
import java.util.List;

/**
 * What a file sink was built with.
 *
 * @param extensions those of all kinds, so that a file of another kind is known as one
 */
public record FolderConfig(
        FileNaming naming,
        FileKind kind,
        List<String> extensions,
        Rotation rotation,
        Compression compression,
        Retention retention,
        FsyncPolicy fsync,
        DamagePolicy damage,
        CaptureClock clock,
        FileOperations operations) {

    Path directory() {
        return naming.directory();
    }

    /** Returns a name for a thread that works in the folder, by what it does there. */
    String threadName(String what) {
        Path name = directory().getFileName();
        return "binlogcapturer-" + what + "-" + (name == null ? directory() : name);
    }

    boolean forces() {
        return !(fsync instanceof FsyncPolicy.Never);
    }
}
