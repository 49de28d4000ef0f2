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

    private final InputStream in;
    private final byte[] head = new byte[Frame.HEAD_BYTES];
    private final CRC32C crc = new CRC32C();
    private byte[] body = {};
    private int kind;
    private int length;
    private long start;
    private long end;

    /** @param offset where the stream stands in the file */
    RecordReader(InputStream in, long offset) {
        this.in = in;
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
            return head[head.length - 1] == 0 && zerosBehind() >= 0 ? Outcome.ZEROS : Outcome.DAMAGED;
        }
        return body(length + Frame.CRC_BYTES);
    }

    private Outcome body(int bytes) throws IOException {
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
            return endsInZeros() ? Outcome.ZEROS : Outcome.DAMAGED;
        }
        end = start + head.length + bytes;
        return Outcome.RECORD;
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
    private boolean endsInZeros() throws IOException {
        if (body[length + Frame.CRC_BYTES - 1] != 0) {
            return false;
        }
        long zeros = zerosBehind();
        return zeros > 0 || (zeros == 0 && Bytes.getInt(body, length) == 0);
    }

    /** Returns how many zeros there are up to the end, or -1 where something else stands there. */
    private long zerosBehind() throws IOException {
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

    /** Returns an array of this record alone, which has the payload in front. */
    byte[] body() {
        return body;
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
            return zerosBehind() >= 0 ? Outcome.ZEROS : Outcome.DAMAGED;
        }
        return rest.length < trailer.length && Arrays.equals(rest, Arrays.copyOf(trailer, rest.length))
                ? Outcome.TORN
                : Outcome.DAMAGED;
    }
}
