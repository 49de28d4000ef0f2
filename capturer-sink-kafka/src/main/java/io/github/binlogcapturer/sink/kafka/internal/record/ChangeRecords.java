package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** Makes the records of changes whose place is known: value, headers, size, and tombstones. Owned by one thread. */
final class ChangeRecords {

    private final RecordSettings settings;
    private final RecordEncoder encoder;
    private final TransactionHeaders transactionHeaders;
    private final OversizedChanges oversized;
    /** Copied by each record, so that one list serves them all. */
    private final List<Header> headers = new ArrayList<>();

    ChangeRecords(
            RecordSettings settings,
            RecordEncoder encoder,
            TransactionHeaders transactionHeaders,
            OversizedChanges oversized) {
        this.settings = settings;
        this.encoder = encoder;
        this.transactionHeaders = transactionHeaders;
        this.oversized = oversized;
    }

    /** Adds the record of one change, and its tombstone. */
    void write(ChangeDraft draft, RecordMaker.Output out) throws InterruptedException {
        byte[] value = encoder.change(draft.transaction(), draft.index());
        byte[] key = settings.keyOf(draft);
        Topic topic = draft.plan().topic();
        headers.clear();
        transactionHeaders.addChange(draft, headers);
        long size = RecordSize.of(key, value, headers);
        if (size <= settings.limitOf(topic)) {
            out.add(topic, new ProducerRecord<>(topic.name(), draft.partition(), null, key, value, headers));
        } else {
            oversized.write(draft, value, size, out);
        }
        if (settings.tombstones() && key != null && draft.change().type() == ChangeType.DELETE) {
            headers.clear();
            transactionHeaders.addTombstone(draft, headers);
            out.add(topic, new ProducerRecord<>(topic.name(), draft.partition(), null, key, null, headers));
        }
    }

    /** What became of several changes that were to be one record. */
    enum Packing {
        /** They are one. */
        DONE,
        /** The format has no message of them. */
        NONE,
        /** The message would be too large. */
        TOO_LARGE
    }

    /** Adds one record of several changes, if there is one. */
    Packing pack(Transaction transaction, int from, int to, TablePlan plan, int partition, RecordMaker.Output out) {
        byte[] value = encoder.changes(transaction, from, to);
        if (value == null) {
            return Packing.NONE;
        }
        headers.clear();
        boolean oneTable = transaction.changes().subList(from, to).stream().allMatch(c -> c.schema() == plan.schema());
        transactionHeaders.addPacked(from, to, oneTable ? plan.version() : null, headers);
        Topic topic = plan.topic();
        if (RecordSize.of(null, value, headers) > settings.limitOf(topic)) {
            return Packing.TOO_LARGE;
        }
        out.add(topic, new ProducerRecord<>(topic.name(), partition, null, null, value, headers));
        return Packing.DONE;
    }
}
