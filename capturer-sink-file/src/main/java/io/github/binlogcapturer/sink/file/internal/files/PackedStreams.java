package io.github.binlogcapturer.sink.file.internal.files;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.sink.file.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The streams of compressed files, and what their names end with. */
public final class PackedStreams {

    private static final int BUFFER_BYTES = 64 * 1024;

    private PackedStreams() {}

    /** Returns the suffix with which the name of a compressed file ends, of whichever algorithm; empty for a plain file. */
    public static String suffixOf(String name) {
        for (Compression.Algorithm algorithm : Compression.Algorithm.values()) {
            if (algorithm != Compression.Algorithm.NONE && name.endsWith(algorithm.suffix())) {
                return algorithm.suffix();
            }
        }
        return "";
    }

    public static OutputStream writing(Compression compression, OutputStream to) throws IOException {
        return switch (compression.algorithm()) {
            case GZIP -> new LevelledGzip(to, compression.level());
            case ZSTD -> Zstandard.writing(to, compression.level());
            case NONE -> to;
        };
    }

    /**
     * Returns what a compressed file holds.
     *
     * @param suffix what the file's name ends with
     * @throws ConfigurationException as in {@link #requireZstandard}
     */
    public static InputStream reading(String suffix, InputStream from) throws IOException {
        if (suffix.equals(Compression.Algorithm.GZIP.suffix())) {
            return new GZIPInputStream(from, BUFFER_BYTES);
        }
        requireZstandard();
        return Zstandard.reading(from);
    }

    /**
     * Makes sure that Zstandard can be used here, with its native library.
     *
     * @throws ConfigurationException if it cannot; says what is missing
     */
    public static void requireZstandard() {
        try {
            Zstandard.load();
        } catch (NoClassDefFoundError e) {
            throw new ConfigurationException(
                    "Files compressed with Zstandard (.zst) need the library com.github.luben:zstd-jni, which is not on the class path. "
                            + "Add it, or use Compression.gzip() for new files and unpack those there are",
                    e);
        } catch (LinkageError e) {
            throw new ConfigurationException(
                    "The native library of com.github.luben:zstd-jni cannot be loaded: " + e.getMessage()
                            + ". It unpacks itself into the folder for temporary files; let programs be run from there, or name "
                            + "another folder with -DZstdTempFolder, or use Compression.gzip()",
                    e);
        }
    }

    private static final class LevelledGzip extends GZIPOutputStream {

        LevelledGzip(OutputStream out, int level) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(level);
        }
    }
}
