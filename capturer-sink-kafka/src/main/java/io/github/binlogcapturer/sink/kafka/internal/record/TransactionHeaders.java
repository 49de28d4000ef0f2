package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.kafka.RecordHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** The headers of one transaction's records, made once and shared by them. Owned by one thread. */
final class TransactionHeaders {

    private static final int KEPT_INDEXES = 1024;
    private static final Header INSERT = header(RecordHeaders.TYPE, "insert");
    private static final Header UPDATE = header(RecordHeaders.TYPE, "update");
    private static final Header UPSERT = header(RecordHeaders.TYPE, "upsert");
    private static final Header DELETE = header(RecordHeaders.TYPE, "delete");
    private static final Header PACKED = header(RecordHeaders.TYPE, RecordHeaders.PACKED);
    private static final Header TOMBSTONE = header(RecordHeaders.TYPE, RecordHeaders.TOMBSTONE);
    private static final Header LAST = header(RecordHeaders.LAST, "true");
    private static final Header NOT_LAST = header(RecordHeaders.LAST, "false");
    private static final Header[] PARTS = {header(RecordHeaders.EVENT_PART, 0), header(RecordHeaders.EVENT_PART, 1)};

    private final @Nullable Header[] indexes = new @Nullable Header[KEPT_INDEXES];
    private Header commitTs = NOT_LAST;
    private Header startTs = NOT_LAST;
    private Header txnId = NOT_LAST;
    private Header count = NOT_LAST;
    private int lastIndex;

    static Header header(String name, String text) {
        return new RecordHeader(name, text.getBytes(StandardCharsets.US_ASCII));
    }

    static Header header(String name, long number) {
        return header(name, Long.toString(number));
    }

    static Header commitTs(CommitTs commitTs) {
        return header(RecordHeaders.COMMIT_TS, commitTs.value());
    }

    /** Makes what the transaction's records share. */
    void begin(Transaction transaction) {
        commitTs = commitTs(transaction.commitTs());
        startTs = header(RecordHeaders.START_TS, transaction.startTs().value());
        txnId = header(RecordHeaders.TXN_ID, transaction.txnId());
        count = header(RecordHeaders.EVENT_COUNT, transaction.changes().size());
        lastIndex = transaction.changes().size() - 1;
    }

    /** Adds those of a record that begins or ends the transaction. */
    void addEdge(String type, List<Header> headers) {
        headers.add(header(RecordHeaders.TYPE, type));
        addTransaction(headers);
        headers.add(count);
    }

    /** Adds those of a record that holds one change or a part of it. */
    void addChange(ChangeDraft draft, List<Header> headers) {
        boolean last = draft.index() == lastIndex && draft.part() != ChangeDraft.DELETE_PART;
        addPlace(typeOf(draft.change().type()), draft, last ? LAST : NOT_LAST, headers);
        if (draft.tie() != ChangeDraft.NO_TIE) {
            headers.add(header(
                    RecordHeaders.KEY_CHANGE, draft.transaction().commitTs().value() + "-" + draft.tie()));
        }
    }

    /** Adds those of a tombstone behind a delete. */
    void addTombstone(ChangeDraft draft, List<Header> headers) {
        addPlace(TOMBSTONE, draft, NOT_LAST, headers);
    }

    private void addPlace(Header type, ChangeDraft draft, Header last, List<Header> headers) {
        headers.add(type);
        addTransaction(headers);
        headers.add(index(draft.index()));
        headers.add(count);
        headers.add(last);
        headers.add(draft.plan().version());
        if (draft.part() != ChangeDraft.WHOLE) {
            headers.add(PARTS[draft.part()]);
        }
    }

    /**
     * Adds those of a record with several changes.
     *
     * @param version the version of their schema, or null if there are several
     */
    void addPacked(int from, int to, @Nullable Header version, List<Header> headers) {
        headers.add(PACKED);
        addTransaction(headers);
        headers.add(index(from));
        headers.add(header(RecordHeaders.EVENT_SPAN, to - from));
        headers.add(count);
        headers.add(to > lastIndex ? LAST : NOT_LAST);
        if (version != null) {
            headers.add(version);
        }
    }

    private void addTransaction(List<Header> headers) {
        headers.add(commitTs);
        headers.add(startTs);
        headers.add(txnId);
    }

    private Header index(int index) {
        if (index >= KEPT_INDEXES) {
            return header(RecordHeaders.EVENT_INDEX, index);
        }
        Header kept = indexes[index];
        if (kept == null) {
            kept = header(RecordHeaders.EVENT_INDEX, index);
            indexes[index] = kept;
        }
        return kept;
    }

    private static Header typeOf(ChangeType type) {
        return switch (type) {
            case INSERT -> INSERT;
            case UPDATE -> UPDATE;
            case UPSERT -> UPSERT;
            case DELETE -> DELETE;
        };
    }
}
