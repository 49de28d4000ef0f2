package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.format.MessageBuffer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of itself in front.
 *
 * @param number its number in the sequence
 * @param createdMs when it was begun, in Unix milliseconds
 */
public record SegmentHeader(String capture, String subscriber, long number, long createdMs) {

    /** The version of the form that this library writes. */
    public static final int CURRENT_VERSION = 1;

    private static final byte[] MAGIC = {(byte) 0xb1, 'B', 'C', 'S', 'E', 'G', '\r', '\n'};
    private static final int FRONT_BYTES = MAGIC.length + 2 * Integer.BYTES;
    private static final int MIN_BYTES = FRONT_BYTES + 3 * Long.BYTES + 3 * Integer.BYTES;
    private static final int MAX_BYTES = 1 << 16;

    /**
     * What a file has in front.
     *
     * @param header null where it is none of ours, of another version, or torn
     * @param version what it says its version is, 0 where it is none of ours
     * @param torn whether it is the beginning of a header, or of zeros as a loss of power leaves them, and nothing more
     * @param bytes how long the header is
     * @param startTs the commit ts up to which the files before have everything, 0 where there are none
     * @param indexBytes how far the entries of the index lie apart
     * @param fingerprint that of the schemas that the file before ended with, 0 where there are none
     */
    public record Found(
            @Nullable SegmentHeader header,
            int version,
            boolean torn,
            int bytes,
            long startTs,
            int indexBytes,
            int fingerprint) {

        private static Found none(int version, boolean torn) {
            return new Found(null, version, torn, 0, 0, 0, 0);
        }
    }

    /** Reads what stands in front of a file. The channel's position does not matter and stays. */
    public static Found read(FileChannel channel) throws IOException {
        byte[] front = new byte[(int) Math.min(channel.size(), MAX_BYTES)];
        ByteBuffer into = ByteBuffer.wrap(front);
        while (into.hasRemaining()) {
            if (channel.read(into, into.position()) < 0) {
                throw new EOFException("The file became shorter while it was read");
            }
        }
        return parse(front, channel);
    }

    /** Reads the header from a stream, and nothing behind it. */
    static Found read(InputStream in) throws IOException {
        byte[] front = in.readNBytes(FRONT_BYTES);
        int total = startsWithMagic(front) ? total(front) : 0;
        if (total == 0) {
            return parse(front);
        }
        byte[] whole = Arrays.copyOf(front, total);
        int more = in.readNBytes(whole, FRONT_BYTES, total - FRONT_BYTES);
        return parse(Arrays.copyOf(whole, FRONT_BYTES + more));
    }

    void write(MessageBuffer buffer, long startTs, int indexBytes, int fingerprint) {
        int from = buffer.length();
        buffer.write(MAGIC, 0, MAGIC.length);
        Bytes.putInt(buffer, CURRENT_VERSION);
        Bytes.putInt(buffer, 0);
        Bytes.putLong(buffer, number);
        Bytes.putLong(buffer, startTs);
        Bytes.putLong(buffer, createdMs);
        Bytes.putInt(buffer, indexBytes);
        Bytes.putInt(buffer, fingerprint);
        Bytes.putText(buffer, capture);
        Bytes.putText(buffer, subscriber);
        int total = buffer.length() - from + Integer.BYTES;
        if (total > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "The names of capture and subscriber take more than " + MAX_BYTES + " bytes");
        }
        Bytes.setInt(buffer.array(), from + FRONT_BYTES - Integer.BYTES, checked(total));
        Bytes.putInt(buffer, crc(buffer.array(), from, total - Integer.BYTES));
    }

    /** Reads what stands in front of a file from its first 64 KiB, or from all of it. */
    static Found read(byte[] front) {
        Found found = parse(front);
        return found.torn() && front.length >= MAX_BYTES ? Found.none(0, false) : found;
    }

    private static Found parse(byte[] front, FileChannel channel) throws IOException {
        Found found = parse(front);
        if (found.torn() && channel.size() > front.length) {
            return Found.none(0, false);
        }
        return found;
    }

    private static Found parse(byte[] front) {
        if (isTorn(front)) {
            return Found.none(0, true);
        }
        if (!startsWithMagic(front)) {
            return Found.none(0, false);
        }
        int version = Bytes.getInt(front, MAGIC.length);
        int total = total(front);
        if (version != CURRENT_VERSION || total == 0 || total > front.length || !hasCrc(front, total)) {
            return Found.none(version, false);
        }
        ByteCursor cursor = new ByteCursor(front, FRONT_BYTES, total - Integer.BYTES);
        long number = cursor.readLong();
        long startTs = cursor.readLong();
        long createdMs = cursor.readLong();
        int indexBytes = cursor.readInt();
        int fingerprint = cursor.readInt();
        SegmentHeader header = new SegmentHeader(cursor.readText(), cursor.readText(), number, createdMs);
        return new Found(header, version, false, total, startTs, indexBytes, fingerprint);
    }

    /** Returns whether the bytes are a header's first ones, perhaps with zeros behind them up to the end of the file. */
    private static boolean isTorn(byte[] front) {
        int length = front.length;
        while (length > 0 && front[length - 1] == 0) {
            length--;
        }
        if (!Arrays.equals(front, 0, Math.min(length, MAGIC.length), MAGIC, 0, Math.min(length, MAGIC.length))) {
            return false;
        }
        if (length < FRONT_BYTES) {
            return true;
        }
        int total = total(front);
        return total > 0 && (front.length < total || (length < total && !hasCrc(front, total)));
    }

    /** Returns how long the header says it is, or 0 where that is damaged. */
    private static int total(byte[] front) {
        int field = Bytes.getInt(front, FRONT_BYTES - Integer.BYTES);
        int total = field & 0xff_ffff;
        return field == checked(total) && total >= MIN_BYTES && total <= MAX_BYTES ? total : 0;
    }

    /** Adds a fourth byte to a length, so that a damaged one does not make the file look as if it had been cut off. */
    private static int checked(int total) {
        return total | (total ^ total >>> 8 ^ total >>> 16 ^ 0x5a) << 24;
    }

    private static boolean startsWithMagic(byte[] front) {
        return front.length >= FRONT_BYTES && Arrays.equals(front, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    private static boolean hasCrc(byte[] front, int total) {
        int crcAt = total - Integer.BYTES;
        return Bytes.getInt(front, crcAt) == crc(front, 0, crcAt);
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
