package io.github.binlogcapturer.sink.file.internal.segment;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Reads one record after the other from a stream and checks that each is as it was written. Memory holds one. */
final class RecordReader {

    /** What stands at a place. */
    enum Outcome {
        RECORD,
        /** The stream ends here. */
        END,
        /** The stream ends within a record, as it does where the writer stopped or is writing. */
        TORN,
        /** Nothing but zeros up to the end, as a loss of power leaves them. */
        ZEROS,
        /** Something that no writer leaves. */
        DAMAGED
    }

    /** A length may be damaged, so more than this is only taken as it comes. */
    private static final int TRUSTED_BYTES = 4 << 20;
    /** So much is not even taken as it comes, but checked first, since it may be the length that is damaged. */
    private static final int CHECKED_BYTES = 64 << 20;

    private final InputStream in;
    private final SecondLook file;
    private final byte[] head = new byte[Frame.HEAD_BYTES];
    private final CRC32C crc = new CRC32C();
    private byte[] body = {};
    private int kind;
    private int length;
    private long start;
    private long end;

    /** Reads a file once more. */
    interface SecondLook {

        /** Opens the file at a place. */
        InputStream at(long offset) throws IOException;
    }

    /**
     * @param offset where the stream stands in the file
     * @param file where a record that seems very large can be looked at before memory is taken for it
     */
    RecordReader(InputStream in, long offset, SecondLook file) {
        this.in = in;
        this.file = file;
        this.start = offset;
        this.end = offset;
    }

    /** Reads the next record. After anything else than a record nothing more may be read. */
    Outcome next() throws IOException {
        start = end;
        int read = in.readNBytes(head, 0, head.length);
        if (read == 0) {
            return Outcome.END;
        }
        if (read < head.length) {
            return shortHead(read);
        }
        length = Bytes.getInt(head, 0);
        kind = Frame.kind(head[Frame.KIND_AT], length);
        if (kind < Frame.SCHEMA || kind > Frame.FOOTER || length < 0 || length > Integer.MAX_VALUE - 64) {
            return head[head.length - 1] == 0 && zerosBehind(in) >= 0 ? Outcome.ZEROS : Outcome.DAMAGED;
        }
        return body(length + Frame.CRC_BYTES);
    }

    private Outcome body(int bytes) throws IOException {
        if (bytes > CHECKED_BYTES) {
            Outcome looked = look();
            if (looked != Outcome.RECORD) {
                return looked;
            }
        }
        if (bytes <= TRUSTED_BYTES) {
            body = new byte[bytes];
            if (in.readNBytes(body, 0, bytes) < bytes) {
                return Outcome.TORN;
            }
        } else {
            body = in.readNBytes(bytes);
            if (body.length < bytes) {
                return Outcome.TORN;
            }
        }
        crc.reset();
        crc.update(head, 0, head.length);
        crc.update(body, 0, length);
        if ((int) crc.getValue() != Bytes.getInt(body, length)) {
            return endsInZeros(in, Bytes.getInt(body, length)) ? Outcome.ZEROS : Outcome.DAMAGED;
        }
        end = start + head.length + bytes;
        return Outcome.RECORD;
    }

    /** Finds out what a record's body is without keeping it. */
    private Outcome look() throws IOException {
        try (InputStream again = file.at(start + head.length)) {
            crc.reset();
            crc.update(head, 0, head.length);
            byte[] block = new byte[1 << 16];
            for (int left = length; left > 0; ) {
                int read = again.readNBytes(block, 0, Math.min(left, block.length));
                if (read == 0) {
                    return Outcome.TORN;
                }
                crc.update(block, 0, read);
                left -= read;
            }
            byte[] sum = again.readNBytes(Frame.CRC_BYTES);
            if (sum.length < Frame.CRC_BYTES) {
                return Outcome.TORN;
            }
            if ((int) crc.getValue() == Bytes.getInt(sum, 0)) {
                return Outcome.RECORD;
            }
            return endsInZeros(again, Bytes.getInt(sum, 0)) ? Outcome.ZEROS : Outcome.DAMAGED;
        }
    }

    private Outcome shortHead(int read) {
        if (read <= Frame.KIND_AT) {
            return Outcome.TORN; // part of a length, which cannot be checked yet
        }
        int found = Frame.kind(head[Frame.KIND_AT], Bytes.getInt(head, 0));
        if (found >= Frame.SCHEMA && found <= Frame.FOOTER) {
            return Outcome.TORN;
        }
        return head[read - 1] == 0 ? Outcome.ZEROS : Outcome.DAMAGED;
    }

    /** Where no zeros follow, the checksum itself has to be all zeros, since one of its bytes may be a zero by itself. */
    private static boolean endsInZeros(InputStream behind, int sum) throws IOException {
        int last = sum >>> 24;
        if (last != 0) {
            return false;
        }
        long zeros = zerosBehind(behind);
        return zeros > 0 || (zeros == 0 && sum == 0);
    }

    /** Returns how many zeros there are up to the end, or -1 where something else stands there. */
    private static long zerosBehind(InputStream in) throws IOException {
        long zeros = 0;
        byte[] block = new byte[8192];
        for (int read = in.readNBytes(block, 0, block.length); read > 0; read = in.readNBytes(block, 0, block.length)) {
            if (!isZero(block, read)) {
                return -1;
            }
            zeros += read;
        }
        return zeros;
    }

    private static boolean isZero(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    int kind() {
        return kind;
    }

    /** Returns the commit ts of the record. */
    long ts() {
        return Bytes.getLong(head, Frame.TS_AT);
    }

    /** Returns where the record begins, or what is none. */
    long start() {
        return start;
    }

    /** Returns where the record ends. */
    long end() {
        return end;
    }

    int payloadBytes() {
        return length;
    }

    byte[] payload() {
        return Arrays.copyOf(body, length);
    }

    /** Returns a cursor over the payload. */
    ByteCursor cursor() {
        return new ByteCursor(body, 0, length);
    }

    /** Returns {@link Outcome#END} if the stream ends with these bytes, right behind the record; otherwise what is wrong. */
    Outcome ending(byte[] trailer) throws IOException {
        byte[] rest = in.readNBytes(trailer.length + 1);
        if (Arrays.equals(rest, trailer)) {
            end += rest.length;
            return Outcome.END;
        }
        if (isZero(rest, rest.length) && rest.length > 0) {
            return zerosBehind(in) >= 0 ? Outcome.ZEROS : Outcome.DAMAGED;
        }
        return rest.length < trailer.length && Arrays.equals(rest, Arrays.copyOf(trailer, rest.length))
                ? Outcome.TORN
                : Outcome.DAMAGED;
    }
}
