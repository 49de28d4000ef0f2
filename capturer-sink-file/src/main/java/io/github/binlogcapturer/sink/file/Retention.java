package io.github.binlogcapturer.sink.file;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many complete files a {@link FileSink} keeps. While there are more, the oldest is deleted, and that is logged. The newest two
 * complete files stay in any case, since the position stands in one of them, and so do the open file and files that are not of this
 * sink. A thread of the sink's own does it, after each file that is completed and about once a minute while events come. Immutable.
 *
 * @param maxFiles how many complete files are kept
 * @param maxBytes how many bytes of complete files are kept, compressed ones as they are
 * @param maxAge how long a file is kept after the last write to it, as the file system tells that, or null for any time
 */
public record Retention(
        int maxFiles, long maxBytes, @Nullable Duration maxAge) {

    private static final int LEAST_FILES = 2;

    public Retention {
        if (maxFiles < LEAST_FILES) {
            throw new IllegalArgumentException("At least 2 complete files are kept, but got " + maxFiles);
        }
        if (maxBytes <= 0) {
            throw new IllegalArgumentException("The bytes to keep must be greater than 0, but are " + maxBytes);
        }
        if (maxAge != null && (maxAge.isZero() || maxAge.isNegative())) {
            throw new IllegalArgumentException(
                    "The age up to which files are kept must be greater than 0, but is " + maxAge);
        }
    }

    /** Returns that all files are kept, the default. */
    public static Retention keepAll() {
        return new Retention(Integer.MAX_VALUE, Long.MAX_VALUE, null);
    }

    /**
     * Returns that not more than so many complete files are kept.
     *
     * @throws IllegalArgumentException if they are less than 2
     */
    public Retention atMostFiles(int files) {
        return new Retention(files, maxBytes, maxAge);
    }

    /**
     * Returns that not more than so many bytes of complete files are kept.
     *
     * @throws IllegalArgumentException if they are not more than 0
     */
    public Retention atMostBytes(long bytes) {
        return new Retention(maxFiles, bytes, maxAge);
    }

    /**
     * Returns that files are kept not longer than that after the last write to them.
     *
     * @throws IllegalArgumentException if it is not greater than 0
     */
    public Retention atMostAge(Duration age) {
        return new Retention(maxFiles, maxBytes, Objects.requireNonNull(age, "age"));
    }
}
