package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.error.DataException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file does not hold what was written; knows where. */
final class DamagedFileException extends DataException {

    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final long offset;
    private final String what;

    DamagedFileException(Path file, long offset, String what, String remedy, @Nullable Throwable cause) {
        super("File " + file + ", byte " + offset + ": " + what + ". " + remedy, cause);
        this.file = file;
        this.offset = offset;
        this.what = what;
    }

    SegmentLog.Problem problem() {
        return new SegmentLog.Problem(file, offset, what);
    }
}
