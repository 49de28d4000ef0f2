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
