package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.sink.file.internal.files.PackedStreams;
import java.util.Locale;

/**
 * Whether and how a {@link FileSink} compresses files once they are complete. The newest complete file stays as it is until the next one
 * is complete, since the sink reads its position from it. A thread of the sink's own does it, so writing does not wait; what is not
 * done when the sink closes is done by the next one. The compressed file is written under a temporary name, read back, forced to
 * the disk and renamed before the original is deleted. Where that fails, the original stays, a warning says why, and it is tried again.
 * Immutable.
 *
 * @param level the algorithm's level, higher for smaller and slower; not used without an algorithm
 */
public record Compression(Algorithm algorithm, int level) {

    private static final int GZIP_LEVEL = 6;
    private static final int ZSTD_LEVEL = 3;
    private static final int MAX_GZIP_LEVEL = 9;
    private static final int MAX_ZSTD_LEVEL = 22;

    /** How files are compressed. */
    public enum Algorithm {
        NONE(""),
        GZIP(".gz"),
        ZSTD(".zst");

        private final String suffix;

        Algorithm(String suffix) {
            this.suffix = suffix;
        }

        /** Returns what is put behind a file's name. */
        public String suffix() {
            return suffix;
        }
    }

    public Compression {
        int max = algorithm == Algorithm.ZSTD ? MAX_ZSTD_LEVEL : MAX_GZIP_LEVEL;
        if (algorithm != Algorithm.NONE && (level < 1 || level > max)) {
            throw new IllegalArgumentException("The level of "
                    + algorithm.name().toLowerCase(Locale.ROOT) + " lies between 1 and " + max + ", but is " + level);
        }
        if (algorithm == Algorithm.ZSTD) {
            PackedStreams.requireZstandard();
        }
    }

    /** Returns that files stay as they are, the default. */
    public static Compression none() {
        return new Compression(Algorithm.NONE, 0);
    }

    /** Returns gzip at level 6. The files get {@code .gz} behind their names. */
    public static Compression gzip() {
        return gzip(GZIP_LEVEL);
    }

    /**
     * Returns gzip.
     *
     * @throws IllegalArgumentException if the level is not between 1 and 9
     */
    public static Compression gzip(int level) {
        return new Compression(Algorithm.GZIP, level);
    }

    /**
     * Returns Zstandard at level 3. The files get {@code .zst} behind their names.
     *
     * @throws ConfigurationException if {@code com.github.luben:zstd-jni} is not on the class path, or its native library cannot be loaded
     */
    public static Compression zstd() {
        return zstd(ZSTD_LEVEL);
    }

    /**
     * Returns Zstandard.
     *
     * @throws IllegalArgumentException if the level is not between 1 and 22
     * @throws ConfigurationException if {@code com.github.luben:zstd-jni} is not on the class path, or its native library cannot be loaded
     */
    public static Compression zstd(int level) {
        return new Compression(Algorithm.ZSTD, level);
    }

    /** Returns whether files are compressed. */
    public boolean isOn() {
        return algorithm != Algorithm.NONE;
    }

    /** Returns what is put behind the name of a compressed file. */
    public String suffix() {
        return algorithm.suffix();
    }
}
