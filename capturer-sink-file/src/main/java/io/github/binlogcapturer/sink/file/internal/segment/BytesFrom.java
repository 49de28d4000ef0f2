package io.github.binlogcapturer.sink.file.internal.segment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads a file from a place on and leaves the position of its channel alone; closing it does not close that. */
final class BytesFrom extends InputStream {

    private final FileChannel channel;
    private long at;

    BytesFrom(FileChannel channel, long at) {
        this.channel = channel;
        this.at = at;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = channel.read(ByteBuffer.wrap(into, offset, length), at);
        at += Math.max(0, read);
        return read;
    }
}
