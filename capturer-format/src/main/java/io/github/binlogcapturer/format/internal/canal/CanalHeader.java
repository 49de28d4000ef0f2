package io.github.binlogcapturer.format.internal.canal;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.internal.text.Digits;
import java.util.List;

/** Writes the headers of entries. What all entries of a transaction share is kept until another one comes. */
final class CanalHeader {

    private static final int VERSION = 1;
    private static final int LOGFILE_NAME = 2;
    private static final int LOGFILE_OFFSET = 3;
    private static final int SERVER_ID = 4;
    private static final int SERVEREN_CODE = 5;
    private static final int EXECUTE_TIME = 6;
    private static final int SOURCE_TYPE = 7;
    private static final int EVENT_LENGTH = 10;
    private static final int EVENT_TYPE = 11;
    private static final int PROPS = 12;

    private static final int PAIR_KEY = 1;
    private static final int PAIR_VALUE = 2;

    private static final int HEADER_GUESS = 250;
    private static final int PAIR_GUESS = 40;
    private static final int SOURCE_MYSQL = 2;
    private static final byte[] LOGFILE = logfile();
    private static final byte[] CODE = field(SERVEREN_CODE, "UTF-8");

    private static final byte[] COMMIT_TS = field(PAIR_KEY, "commit_ts");
    private static final byte[] START_TS = field(PAIR_KEY, "start_ts");
    private static final byte[] TXN_ID = field(PAIR_KEY, "txn_id");
    private static final byte[] EVENT_COUNT = field(PAIR_KEY, "event_count");
    private static final byte[] EVENT_INDEX = field(PAIR_KEY, "event_index");
    private static final byte[] ROWS_COUNT = field(PAIR_KEY, "rowsCount");
    private static final byte[] LAST = pair("last", "true");
    private static final byte[] NOT_LAST = pair("last", "false");

    private final ProtoWriter proto;
    private final ProtoWriter front = new ProtoWriter(new MessageBuffer());
    private final ProtoWriter props = new ProtoWriter(new MessageBuffer());

    // of whom the shared fields are; the transaction itself may be large and is not kept
    private long commitTs = -1;
    private long startTs;
    private long txnId;
    private long region;
    private int eventCount;

    CanalHeader(ProtoWriter proto) {
        this.proto = proto;
    }

    /** Writes the header of the beginning or the end of a transaction. */
    void ofBorder(int field, Transaction transaction) {
        prepare(transaction);
        int start = proto.open(field, HEADER_GUESS);
        proto.raw(front.out());
        proto.number(EVENT_LENGTH, 0);
        // the proto2 default, which readers of that time expect to be written
        proto.number(EVENT_TYPE, CanalEventType.UPDATE);
        proto.raw(props.out());
        proto.close(start, HEADER_GUESS);
    }

    /** Writes the header of changes from one index to before another. */
    void ofChanges(int field, Transaction transaction, CanalTable table, int eventType, int from, int to) {
        prepare(transaction);
        int count = transaction.changes().size();
        int start = proto.open(field, HEADER_GUESS);
        proto.raw(front.out());
        proto.raw(table.names());
        // the changes' share of the bytes that the transaction took in the binlog
        proto.number(EVENT_LENGTH, transaction.sizeBytes() * (to - from) / count);
        proto.number(EVENT_TYPE, eventType);
        proto.raw(props.out());
        pair(proto, EVENT_INDEX, from);
        proto.raw(to == count ? LAST : NOT_LAST);
        pair(proto, ROWS_COUNT, to - from);
        proto.close(start, HEADER_GUESS);
    }

    /** Writes the header of a changed schema. */
    void ofSchema(int field, CommitTs changedAt, CanalTable table, int eventType) {
        int start = proto.open(field, HEADER_GUESS);
        front(proto, changedAt.value(), 0);
        proto.raw(table.names());
        proto.number(EVENT_LENGTH, 0);
        proto.number(EVENT_TYPE, eventType);
        pair(proto, COMMIT_TS, changedAt.value());
        proto.close(start, HEADER_GUESS);
    }

    private void prepare(Transaction transaction) {
        List<Piece> pieces = transaction.pieces();
        long serverId = pieces.get(pieces.size() - 1).regionId();
        int count = transaction.changes().size();
        if (isPrepared(transaction, serverId, count)) {
            return;
        }
        commitTs = transaction.commitTs().value();
        startTs = transaction.startTs().value();
        txnId = transaction.txnId();
        region = serverId;
        eventCount = count;
        front.out().clear();
        front(front, commitTs, region);
        props.out().clear();
        pair(props, COMMIT_TS, commitTs);
        pair(props, START_TS, startTs);
        pair(props, TXN_ID, txnId);
        pair(props, EVENT_COUNT, eventCount);
    }

    private boolean isPrepared(Transaction transaction, long serverId, int count) {
        return commitTs == transaction.commitTs().value()
                && startTs == transaction.startTs().value()
                && txnId == transaction.txnId()
                && region == serverId
                && eventCount == count;
    }

    private static void front(ProtoWriter target, long commitTs, long serverId) {
        target.raw(LOGFILE);
        target.number(LOGFILE_OFFSET, commitTs);
        target.number(SERVER_ID, serverId);
        target.raw(CODE);
        target.number(EXECUTE_TIME, CommitTs.toUnixMs(commitTs));
        target.number(SOURCE_TYPE, SOURCE_MYSQL);
    }

    private static byte[] logfile() {
        ProtoWriter target = new ProtoWriter(new MessageBuffer());
        target.number(VERSION, 1);
        target.text(LOGFILE_NAME, "baikaldb");
        return target.out().toByteArray();
    }

    private static byte[] field(int field, String value) {
        ProtoWriter target = new ProtoWriter(new MessageBuffer());
        target.text(field, value);
        return target.out().toByteArray();
    }

    /** Writes a number without a sign as text. */
    private static void pair(ProtoWriter target, byte[] key, long value) {
        int start = target.open(PROPS, PAIR_GUESS);
        target.raw(key);
        int valueStart = target.open(PAIR_VALUE, 1);
        Digits.appendUnsigned(target.out(), value);
        target.close(valueStart, 1);
        target.close(start, PAIR_GUESS);
    }

    private static byte[] pair(String key, String value) {
        ProtoWriter target = new ProtoWriter(new MessageBuffer());
        int start = target.open(PROPS, PAIR_GUESS);
        target.text(PAIR_KEY, key);
        target.text(PAIR_VALUE, value);
        target.close(start, PAIR_GUESS);
        return target.out().toByteArray();
    }
}
