package io.github.binlogcapturer.internal.source;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.github.binlogcapturer.protocol.Binlog;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.WireCodes.Entry;
import java.io.IOException;

/**
 * Looks into an entry just far enough to tell a transaction from a heartbeat and to count its rows. Most bytes, those of the rows, are
 * stepped over; decoding them is another thread's work.
 */
final class EntryPeek {

    /** What {@link #rows} returns for a heartbeat. */
    static final long FAKE = 0;

    private EntryPeek() {}

    /**
     * Returns the transaction's rows as the server counts them, at least 1, or {@link #FAKE}.
     *
     * @throws IOException if it is no entry
     */
    static long rows(ByteString entry) throws IOException {
        CodedInputStream input = entry.newCodedInput();
        boolean hasBinlog = false;
        long type = Entry.PREWRITE;
        long rows = 1;
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            if (isMessage(tag, StoreReq.BINLOG_FIELD_NUMBER)) {
                hasBinlog = true;
                type = varintIn(input, Binlog.TYPE_FIELD_NUMBER, type);
            } else if (isMessage(tag, StoreReq.BINLOG_DESC_FIELD_NUMBER)) {
                rows = varintIn(input, BinlogDesc.BINLOG_ROW_CNT_FIELD_NUMBER, rows);
            } else {
                input.skipField(tag);
            }
        }
        if (!hasBinlog) {
            throw new IOException("it holds no binlog");
        }
        return type == Entry.FAKE ? FAKE : Math.max(1, rows);
    }

    private static boolean isMessage(int tag, int field) {
        return WireFormat.getTagFieldNumber(tag) == field
                && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    private static long varintIn(CodedInputStream input, int field, long otherwise) throws IOException {
        int outer = input.pushLimit(input.readRawVarint32());
        long found = otherwise;
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == field
                    && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT) {
                found = input.readRawVarint64();
            } else {
                input.skipField(tag);
            }
        }
        input.popLimit(outer);
        return found;
    }
}
