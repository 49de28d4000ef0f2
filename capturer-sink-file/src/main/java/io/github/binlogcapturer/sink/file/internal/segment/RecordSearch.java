package io.github.binlogcapturer.sink.file.internal.segment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/** Looks for whole records behind one that seems to be cut off. Where there is one, it is the length in front that is wrong. */
final class RecordSearch {

    /** Far longer than what is really cut off, but for a huge row. */
    private static final int MAX_BYTES = 64 << 20;
    /** What looks like heads of records may overlap, so the work is limited too. */
    private static final long MAX_CHECKED_BYTES = 1L << 30;

    private RecordSearch() {}

    /** Returns whether a whole record begins behind a place. */
    static boolean findsBehind(FileChannel channel, long start) throws IOException {
        byte[] bytes;
        try (InputStream in = new BytesFrom(channel, start + 1)) {
            bytes = in.readNBytes((int) Math.min(MAX_BYTES, Math.max(0, channel.size() - start - 1)));
        }
        long checked = 0;
        for (int at = 0; at <= bytes.length - Frame.HEAD_BYTES - Frame.CRC_BYTES; at++) {
            int length = Bytes.getInt(bytes, at);
            int kind = Frame.kind(bytes[at + Frame.KIND_AT], length);
            boolean fits = length >= 0 && length <= bytes.length - at - Frame.HEAD_BYTES - Frame.CRC_BYTES;
            if (fits && kind >= Frame.SCHEMA && kind <= Frame.FOOTER) {
                checked += length;
                if (checked > MAX_CHECKED_BYTES) {
                    return false;
                }
                if (isWhole(bytes, at, Frame.HEAD_BYTES + length)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isWhole(byte[] bytes, int at, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at, length);
        return (int) crc.getValue() == Bytes.getInt(bytes, at + length);
    }
}
