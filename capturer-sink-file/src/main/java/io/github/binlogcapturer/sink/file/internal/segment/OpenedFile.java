package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.sink.file.internal.files.PackedStreams;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;

/**
 * A file that is open to be read, under the name that it had then. All of it is read by one channel, since the name may be another
 * one's or nobody's by now.
 */
final class OpenedFile implements Closeable {

    private static final int BLOCK_BYTES = 256 << 10;

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
            case GZIP, ZSTD ->
                new BufferedInputStream(
                        PackedStreams.reading(PackedStreams.suffixOf(file.form().suffix), in), BLOCK_BYTES);
        };
    }

    /** Returns what was written, unpacked, from a place on, without moving where {@link #read} is. */
    InputStream again(long from) throws IOException {
        return switch (file.form()) {
            case CLOSED, OPEN -> new BytesFrom(channel, from);
            case GZIP, ZSTD -> {
                InputStream all =
                        PackedStreams.reading(PackedStreams.suffixOf(file.form().suffix), new BytesFrom(channel, 0));
                all.skipNBytes(from);
                yield all;
            }
        };
    }

    /** Returns how many bytes {@link #read} is behind, or 0 where that cannot be told any more. */
    long readBytes() {
        try {
            return channel.position();
        } catch (IOException closed) {
            // by an interrupt, which the next read throws
            return 0;
        }
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
}
