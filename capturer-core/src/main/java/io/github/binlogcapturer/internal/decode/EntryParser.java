package io.github.binlogcapturer.internal.decode;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.protocol.WireCodes;
import io.github.binlogcapturer.spi.Region;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the parts of an entry, a serialized {@code StoreReq}, without copying or building messages: the generated parser would allocate a
 * message per mutation and keep unknown fields. Field numbers are those of {@code store.proto}. Stateless.
 */
public final class EntryParser {

    private static final int REQ_BINLOG_DESC = 26;
    private static final int REQ_BINLOG = 27;
    private static final int DESC_BINLOG_TS = 1;
    private static final int DESC_TXN_ID = 2;
    private static final int DESC_START_TS = 3;
    private static final int DESC_USER_NAME = 8;
    private static final int DESC_USER_IP = 9;
    private static final int BINLOG_START_TS = 2;
    private static final int BINLOG_PREWRITE_VALUE = 5;
    private static final int VALUE_MUTATIONS = 2;
    private static final int MUTATION_TABLE_ID = 1;
    private static final int MUTATION_INSERTED = 2;
    private static final int MUTATION_UPDATED = 3;
    private static final int MUTATION_DELETED = 4;
    private static final int MUTATION_KIND = 5;
    private static final int MUTATION_SQL = 6;
    private static final int MUTATION_SIGN = 7;

    private EntryParser() {}

    /**
     * Parses one entry.
     *
     * @throws DataException if the bytes are no such entry; names region and commit ts
     */
    public static RawPiece parse(Region region, long commitTs, byte[] entry) {
        Header header = new Header();
        try {
            FieldCursor request = new FieldCursor(entry, 0, entry.length);
            while (request.next()) {
                switch (request.field()) {
                    case REQ_BINLOG_DESC -> readDesc(request, header);
                    case REQ_BINLOG -> readBinlog(request, header);
                    default -> request.skip();
                }
            }
            if (!header.hasBinlog || header.startTs <= 0) {
                throw new IllegalStateException(header.hasBinlog ? "it has no start ts" : "it holds no binlog");
            }
        } catch (IllegalStateException e) {
            throw new DataException(
                    "The entry of " + region + " at commit ts " + CommitTs.of(commitTs) + " (" + entry.length
                            + " bytes) cannot be read: " + e.getMessage()
                            + ". The capture stops in front of it; report it with these bytes' place."
                            + RawPiece.wayPast(commitTs),
                    e);
        }
        return new RawPiece(region, commitTs, entry, header);
    }

    /** Returns a piece without content, in the place of an entry that cannot be read and is to be left out. It belongs to no other piece. */
    public static RawPiece unreadable(Region region, long commitTs) {
        Header header = new Header();
        header.startTs = commitTs;
        return new RawPiece(region, commitTs, new byte[0], header);
    }

    private static void readDesc(FieldCursor desc, Header header) {
        int outer = desc.enter();
        while (desc.next()) {
            switch (desc.field()) {
                case DESC_BINLOG_TS -> {
                    long prewriteTs = desc.varint();
                    if (header.startTs == 0) {
                        header.startTs = prewriteTs;
                    }
                }
                case DESC_TXN_ID -> header.txnId = desc.varint();
                case DESC_START_TS -> header.startTs = desc.varint();
                case DESC_USER_NAME -> header.user = desc.slice();
                case DESC_USER_IP -> header.userIp = desc.slice();
                default -> desc.skip();
            }
        }
        desc.leave(outer);
    }

    private static void readBinlog(FieldCursor binlog, Header header) {
        header.hasBinlog = true;
        int outer = binlog.enter();
        while (binlog.next()) {
            switch (binlog.field()) {
                case BINLOG_START_TS -> header.startTs = binlog.varint();
                case BINLOG_PREWRITE_VALUE -> readValue(binlog, header);
                default -> binlog.skip();
            }
        }
        binlog.leave(outer);
    }

    private static void readValue(FieldCursor value, Header header) {
        int outer = value.enter();
        while (value.next()) {
            if (value.field() == VALUE_MUTATIONS) {
                header.add(readMutation(value));
            } else {
                value.skip();
            }
        }
        value.leave(outer);
    }

    private static RawMutation readMutation(FieldCursor mutation) {
        long tableId = 0;
        long sign = 0;
        int kind = WireCodes.Mutation.INSERT;
        Slice sql = Slice.EMPTY;
        Slices inserted = Slices.NONE;
        Slices deleted = Slices.NONE;
        int outer = mutation.enter();
        while (mutation.next()) {
            switch (mutation.field()) {
                case MUTATION_TABLE_ID -> tableId = mutation.varint();
                case MUTATION_INSERTED -> inserted = mutation.addTo(inserted);
                case MUTATION_DELETED -> deleted = mutation.addTo(deleted);
                case MUTATION_KIND -> kind = (int) mutation.packedOrSingle();
                case MUTATION_SQL -> sql = mutation.slice();
                case MUTATION_SIGN -> sign = mutation.varint();
                case MUTATION_UPDATED ->
                    throw new IllegalStateException(
                            "it has update_rows, which no known server writes, so their meaning is not known");
                default -> mutation.skip();
            }
        }
        mutation.leave(outer);
        return new RawMutation(tableId, kind, sql, sign, inserted, deleted);
    }

    /** What an entry says, as it is found. */
    static final class Header {
        boolean hasBinlog;
        long startTs;
        long txnId;
        Slice user = Slice.EMPTY;
        Slice userIp = Slice.EMPTY;
        List<RawMutation> mutations = List.of();

        /** Most entries have one, for which a growing list would be too much. */
        private void add(RawMutation mutation) {
            if (mutations.isEmpty()) {
                mutations = List.of(mutation);
                return;
            }
            if (mutations.size() == 1) {
                mutations = new ArrayList<>(mutations);
            }
            mutations.add(mutation);
        }
    }
}
