package io.github.binlogcapturer.sink.file.internal.text;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * Walks over the whole lines of a file from its end to its start. A file may be of any size; memory holds one block of it. What stands
 * behind the last line feed is no whole line and is left out.
 */
final class BackwardLines {

    private final FileChannel channel;
    private final byte[] block;
    private long blockStart;
    private int blockLength;

    private long start;
    private long end;
    private boolean damaged;

    BackwardLines(FileChannel channel, int blockBytes) throws IOException {
        this(channel, channel.size(), blockBytes);
    }

    /** @param fileEnd where the file is taken to end */
    BackwardLines(FileChannel channel, long fileEnd, int blockBytes) throws IOException {
        this.channel = channel;
        this.block = new byte[blockBytes];
        this.start = behindLineFeedBefore(fileEnd);
    }

    /** Moves to the line before; the first call moves to the last line. Returns false where there is none. */
    boolean previous() throws IOException {
        if (start == 0) {
            return false;
        }
        end = start;
        damaged = false;
        start = behindLineFeedBefore(end - 1);
        return true;
    }

    /** Returns where the line begins. */
    long start() {
        return start;
    }

    /** Returns where the next one would begin, behind the line feed; before the first {@link #previous} where the last line ends. */
    long end() {
        return end;
    }

    /** Returns whether the line has zero bytes, as a file has where the machine stopped before it wrote. */
    boolean isDamaged() {
        return damaged;
    }

    /** Returns the line without its line feed, or its first bytes where it is longer. */
    byte[] head(int maxBytes) throws IOException {
        int length = (int) Math.min(maxBytes, end - 1 - start);
        long inBlock = start - blockStart;
        if (inBlock >= 0 && inBlock + length <= blockLength) {
            return Arrays.copyOfRange(block, (int) inBlock, (int) inBlock + length);
        }
        return readAt(channel, start, length);
    }

    static byte[] readAt(FileChannel channel, long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        readAt(channel, position, ByteBuffer.wrap(bytes));
        return bytes;
    }

    private static void readAt(FileChannel channel, long position, ByteBuffer into) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int read = channel.read(into, at);
            if (read < 0) {
                throw new EOFException("The file became shorter than " + at + " bytes while it was read");
            }
            at += read;
        }
    }

    private long behindLineFeedBefore(long limit) throws IOException {
        for (long at = limit - 1; at >= 0; at--) {
            if (at < blockStart || at >= blockStart + blockLength) {
                load(at + 1);
            }
            byte found = block[(int) (at - blockStart)];
            if (found == '\n') {
                return at + 1;
            }
            damaged |= found == 0;
        }
        return 0;
    }

    private void load(long limit) throws IOException {
        blockLength = (int) Math.min(block.length, limit);
        blockStart = limit - blockLength;
        readAt(channel, blockStart, ByteBuffer.wrap(block, 0, blockLength));
    }
}
