package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.protocol.Binlog;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.WireCodes.Entry;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks into an entry just far enough to tell a transaction from a heartbeat and to count its rows. Most bytes, those of the rows, are
 * stepped over; decoding them is another thread's work. It makes no garbage, since a week of heartbeats is 600,000 entries. Owned by one
 * thread.
 */
final class EntryPeek {

    /** What {@link #rows} returns for a heartbeat. */
    static final long FAKE = 0;

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int DELIMITED = 2;
    private static final int FIXED32 = 5;

    private static final int BINLOG = tag(StoreReq.BINLOG_FIELD_NUMBER, DELIMITED);
    private static final int BINLOG_DESC = tag(StoreReq.BINLOG_DESC_FIELD_NUMBER, DELIMITED);
    private static final int TYPE = tag(Binlog.TYPE_FIELD_NUMBER, VARINT);
    private static final int ROW_CNT = tag(BinlogDesc.BINLOG_ROW_CNT_FIELD_NUMBER, VARINT);

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** The bit of each byte that the last one of a number has not. */
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private byte[] bytes = new byte[0];
    private int at;

    /**
     * Returns the transaction's rows as the server counts them, at least 1, or {@link #FAKE}.
     *
     * @param length how many bytes of the array are the entry
     * @throws IOException if it is no entry
     */
    long rows(byte[] entry, int length) throws IOException {
        bytes = entry;
        at = 0;
        boolean hasBinlog = false;
        long type = Entry.PREWRITE;
        long rows = 1;
        while (at < length) {
            int tag = nextTag(length);
            if (tag == BINLOG) {
                hasBinlog = true;
                type = varintIn(endOfMessage(length), TYPE, type);
            } else if (tag == BINLOG_DESC) {
                rows = varintIn(endOfMessage(length), ROW_CNT, rows);
            } else {
                skip(tag, length);
            }
        }
        if (!hasBinlog) {
            throw new IOException("it holds no binlog");
        }
        return type == Entry.FAKE ? FAKE : Math.max(1, rows);
    }

    private long varintIn(int end, int wanted, long otherwise) throws IOException {
        long found = otherwise;
        while (at < end) {
            int tag = nextTag(end);
            if (tag == wanted) {
                found = varint(end);
            } else {
                skip(tag, end);
            }
        }
        return found;
    }

    private int nextTag(int end) throws IOException {
        long tag = varint(end);
        if (tag >>> 3 == 0 || tag >>> 32 != 0) {
            throw new IOException("it has an impossible field at byte " + at);
        }
        return (int) tag;
    }

    private int endOfMessage(int end) throws IOException {
        long size = varint(end);
        requireLeft(size, end);
        return at + (int) size;
    }

    private void skip(int tag, int end) throws IOException {
        switch (tag & 7) {
            case VARINT -> skipVarint(end);
            case FIXED64 -> step(8, end);
            case DELIMITED -> at = endOfMessage(end);
            case FIXED32 -> step(4, end);
            default -> throw new IOException("it has a field of an impossible type at byte " + at);
        }
    }

    private void step(int size, int end) throws IOException {
        requireLeft(size, end);
        at += size;
    }

    private void skipVarint(int end) throws IOException {
        if (end - at >= Long.BYTES) {
            long ends = ~(long) LONG.get(bytes, at) & HIGH_BITS;
            if (ends != 0) {
                at += (Long.numberOfTrailingZeros(ends) >>> 3) + 1;
                return;
            }
        }
        varint(end);
    }

    private long varint(int end) throws IOException {
        if (at < end && bytes[at] >= 0) {
            return bytes[at++];
        }
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            requireLeft(1, end);
            byte next = bytes[at++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IOException("it has an endless number at byte " + at);
    }

    private void requireLeft(long size, int end) throws IOException {
        if (size < 0 || size > end - at) {
            throw new IOException("it ends too early");
        }
    }

    private static int tag(int field, int wireType) {
        return field << 3 | wireType;
    }
}
