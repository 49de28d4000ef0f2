package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.event.CommitTs;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How far a replay is.
 *
 * @param reached the commit ts up to which the log has been read and handed on, or null before anything was read; the target may be behind
 *     by what memory holds
 * @param transactions how many transactions were handed on
 * @param changes how many row changes they have
 * @param readBytes how many bytes of the log's files were read or passed over, as they are on the disk; 0 where the log does not tell, as one of
 *     one's own
 * @param totalBytes how many there are up to about the end of what is wanted, as it was when the replay began; 0 where the log does not tell
 */
public record ReplayProgress(
        @Nullable CommitTs reached, long transactions, long changes, long readBytes, long totalBytes) {

    /** Returns how much of what is wanted was read, from 0 to 1, or empty where the log does not tell. */
    public OptionalDouble fraction() {
        return totalBytes == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.min(1, (double) readBytes / totalBytes));
    }
}
