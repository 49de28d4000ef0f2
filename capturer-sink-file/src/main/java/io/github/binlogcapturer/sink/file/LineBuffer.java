package io.github.binlogcapturer.sink.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** Collects encoded lines on their way to a file, in an array that is used again. */
final class LineBuffer extends ByteArrayOutputStream {

    private static final int INITIAL_BYTES = 64 * 1024;
    /** A single huge row may need more, but is not to hold the memory for good. */
    private static final int KEPT_BYTES = 4 << 20;
    /** The JDK copies into a direct buffer of the length of a write and keeps that one; so writes are short. */
    private static final int WRITE_BYTES = 256 * 1024;

    LineBuffer() {
        super(INITIAL_BYTES);
    }

    /** Writes all to the channel and is empty then. */
    void drainTo(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(buf, 0, count);
        while (bytes.position() < count) {
            bytes.limit(Math.min(count, bytes.position() + WRITE_BYTES));
            channel.write(bytes);
        }
        reset();
        if (buf.length > KEPT_BYTES) {
            buf = new byte[INITIAL_BYTES];
        }
    }

    /** Returns a copy of what was written from a place on. */
    byte[] copyFrom(int from) {
        return Arrays.copyOfRange(buf, from, count);
    }

    /** Takes back what was written from a place on. */
    void cutTo(int length) {
        count = length;
    }
}
