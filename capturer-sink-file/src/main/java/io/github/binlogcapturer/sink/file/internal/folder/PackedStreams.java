package io.github.binlogcapturer.sink.file.internal.folder;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import io.github.binlogcapturer.sink.file.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The streams of compressed files. Those of Zstandard are in a class of their own, which is loaded only where they are wanted. */
final class PackedStreams {

    private static final int BUFFER_BYTES = 64 * 1024;

    private PackedStreams() {}

    static OutputStream writing(Compression compression, OutputStream to) throws IOException {
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
     */
    static InputStream reading(String suffix, InputStream from) throws IOException {
        if (suffix.equals(Compression.Algorithm.GZIP.suffix())) {
            return new GZIPInputStream(from, BUFFER_BYTES);
        }
        Compression.requireZstandard();
        return Zstandard.reading(from);
    }

    private static final class LevelledGzip extends GZIPOutputStream {

        LevelledGzip(OutputStream out, int level) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(level);
        }
    }

    private static final class Zstandard {

        static OutputStream writing(OutputStream to, int level) throws IOException {
            return new ZstdOutputStream(to, level);
        }

        static InputStream reading(InputStream from) throws IOException {
            return new ZstdInputStream(from);
        }
    }
}
