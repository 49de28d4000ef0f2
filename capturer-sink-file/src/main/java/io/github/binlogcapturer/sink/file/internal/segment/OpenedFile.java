package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.error.ConfigurationException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.zip.GZIPInputStream;

/**
 * A file that is open to be read, under the name that it had then. All of it is read by one channel, since the name may be another
 * one's or nobody's by now.
 */
final class OpenedFile implements Closeable {

    private static final int BLOCK_BYTES = 256 << 10;
    private static final int ZIP_BLOCK_BYTES = 64 << 10;

    private final FolderFile file;
    private final FileChannel channel;

    OpenedFile(FolderFile file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    FolderFile file() {
        return file;
    }

    /**
     * Returns what was written, unpacked, from its beginning; of a plain file from any place on. Ends what was returned before, which
     * shares the place.
     */
    InputStream read(long from) throws IOException {
        channel.position(from);
        long size = Math.max(1, channel.size() - from);
        InputStream in = Channels.newInputStream(channel);
        return switch (file.form()) {
            case CLOSED, OPEN -> new BufferedInputStream(in, (int) Math.min(BLOCK_BYTES, size));
            case GZIP -> new BufferedInputStream(new GZIPInputStream(in, ZIP_BLOCK_BYTES), BLOCK_BYTES);
            case ZSTD -> new BufferedInputStream(unpackZstd(in), BLOCK_BYTES);
        };
    }

    long size() throws IOException {
        return channel.size();
    }

    /** Returns how many bytes were read at a place, without moving where {@link #read} is. */
    int readAt(ByteBuffer target, long place) throws IOException {
        return channel.read(target, place);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private InputStream unpackZstd(InputStream in) throws IOException {
        try {
            return Zstd.unpack(in);
        } catch (NoClassDefFoundError e) {
            throw new ConfigurationException(
                    "File " + file.path() + " is compressed with zstd, and the library for that is not there. Add "
                            + "com.github.luben:zstd-jni to the class path, or unpack the file",
                    e);
        }
    }

    /** Apart, so that the library is looked for only where a file needs it. */
    private static final class Zstd {

        static InputStream unpack(InputStream in) throws IOException {
            return new com.github.luben.zstd.ZstdInputStream(in);
        }
    }
}
