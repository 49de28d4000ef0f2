package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.kafka.OversizedPolicy;
import io.github.binlogcapturer.sink.kafka.RecordHeaders;
import io.github.binlogcapturer.sink.kafka.internal.claim.ClaimFolder;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Makes the records of changes that are too large, as the policy has it. Owned by one thread. */
final class OversizedChanges {

    private static final String KEYS_ONLY = "keys-only";
    private static final String CLAIM_CHECK = "claim-check";
    private static final String DEAD_LETTER = "dead-letter";
    private static final int SHOWN_KEY_BYTES = 200;

    private final RecordSettings settings;
    private final TableTopics topics;
    private final RecordEncoder encoder;
    private final TransactionHeaders transactionHeaders;

    OversizedChanges(
            RecordSettings settings, TableTopics topics, RecordEncoder encoder, TransactionHeaders transactionHeaders) {
        this.settings = settings;
        this.topics = topics;
        this.encoder = encoder;
        this.transactionHeaders = transactionHeaders;
    }

    /**
     * Adds the records of a change.
     *
     * @param value what is too large
     * @param size how large the record would be
     */
    void write(ChangeDraft draft, byte[] value, long size, RecordMaker.Output out) throws InterruptedException {
        OversizedPolicy policy = settings.oversized();
        if (policy instanceof OversizedPolicy.KeysOnly) {
            out.add(draft.plan().topic(), keysOnly(draft, size, KEYS_ONLY));
        } else if (policy instanceof OversizedPolicy.ClaimCheck claimCheck) {
            out.add(draft.plan().topic(), pointer(draft, value, new ClaimFolder(claimCheck.folder())));
        } else if (policy instanceof OversizedPolicy.DeadLetterTopic deadLetter) {
            ProducerRecord<byte[], byte[]> mark = keysOnly(draft, size, DEAD_LETTER);
            deadLetter(draft, value, mark, deadLetter.topic(), out);
            out.add(draft.plan().topic(), mark);
        } else {
            throw tooLarge(draft, size, "");
        }
    }

    private ProducerRecord<byte[], byte[]> keysOnly(ChangeDraft draft, long fullSize, String mark) {
        if (!draft.plan().isKeyed()) {
            throw tooLarge(draft, fullSize, "The table has no primary key to send in its place. ");
        }
        ChangeDraft reduced = draft.within(keysOnly(draft));
        byte[] value = encoder.change(reduced.transaction(), reduced.index());
        List<Header> headers = marked(draft, mark);
        long size = RecordSize.of(settings.keyOf(draft), value, headers);
        if (size > settings.limitOf(draft.plan().topic())) {
            throw tooLarge(draft, size, "That is with the columns of the primary key only. ");
        }
        return record(draft.plan().topic(), draft.partition(), settings.keyOf(draft), value, headers);
    }

    private ProducerRecord<byte[], byte[]> pointer(ChangeDraft draft, byte[] value, ClaimFolder folder) {
        String file = folder.put(value);
        List<Header> headers = marked(draft, CLAIM_CHECK);
        headers.add(TransactionHeaders.header(RecordHeaders.CLAIM_CHECK, file));
        headers.add(TransactionHeaders.header(RecordHeaders.CLAIM_CHECK_SHA256, file));
        String text = "{\"claim_check\":\"" + file + "\",\"bytes\":" + value.length + '}';
        byte[] pointer = text.getBytes(StandardCharsets.US_ASCII);
        long size = RecordSize.of(settings.keyOf(draft), pointer, headers);
        if (size > settings.limitOf(draft.plan().topic())) {
            throw tooLarge(draft, size, "That is with a claim check in the place of its value. ");
        }
        return record(draft.plan().topic(), draft.partition(), settings.keyOf(draft), pointer, headers);
    }

    /** Adds the record of the dead-letter topic, whole where it fits there. */
    private void deadLetter(
            ChangeDraft draft, byte[] value, ProducerRecord<byte[], byte[]> mark, String name, RecordMaker.Output out)
            throws InterruptedException {
        Topic topic = topics.find(name, "A change of " + draft.plan().schema().name() + " that is too large");
        byte[] key = settings.keyOf(draft);
        int partition = key == null ? 0 : topic.partitionOf(key);
        List<Header> headers = marked(draft, DEAD_LETTER);
        headers.add(TransactionHeaders.header(
                RecordHeaders.SOURCE_TOPIC, draft.plan().topic().name()));
        boolean whole = RecordSize.of(key, value, headers) <= settings.deadLetterLimitOf(topic);
        if (!whole) {
            headers.removeIf(header -> header.key().equals(RecordHeaders.OVERSIZED));
            headers.add(TransactionHeaders.header(RecordHeaders.OVERSIZED, KEYS_ONLY));
        }
        out.add(topic, record(topic, partition, key, whole ? value : mark.value(), headers));
    }

    private List<Header> marked(ChangeDraft draft, String mark) {
        List<Header> headers = new ArrayList<>();
        transactionHeaders.addChange(draft, headers);
        headers.add(TransactionHeaders.header(RecordHeaders.OVERSIZED, mark));
        return headers;
    }

    private static ProducerRecord<byte[], byte[]> record(
            Topic topic, int partition, byte @Nullable [] key, byte[] value, List<Header> headers) {
        return new ProducerRecord<>(topic.name(), partition, null, key, value, headers);
    }

    private static Transaction keysOnly(ChangeDraft draft) {
        List<RowChange> changes = new ArrayList<>(draft.transaction().changes());
        changes.set(draft.index(), keysOnly(draft.change(), draft.plan().keysOnly()));
        return draft.transaction().withChanges(changes);
    }

    private static RowChange keysOnly(RowChange change, TableSchema keys) {
        Row before = change.before();
        Row after = change.after();
        return switch (change.type()) {
            case INSERT -> new RowChange.Insert(Objects.requireNonNull(after).select(keys), change.statement());
            case DELETE -> new RowChange.Delete(Objects.requireNonNull(before).select(keys), change.statement());
            case UPDATE, UPSERT ->
                new RowChange.Update(
                        before == null ? null : before.select(keys),
                        Objects.requireNonNull(after).select(keys),
                        change.statement());
        };
    }

    private SinkException tooLarge(ChangeDraft draft, long size, String remark) {
        Topic topic = draft.plan().topic();
        return new SinkException("The " + draft.change().type() + " of "
                + draft.plan().schema().name() + " with key "
                + shown(draft.key()) + " at commit ts " + draft.transaction().commitTs() + " takes " + size
                + " bytes as a record, but topic " + topic.name() + " takes " + settings.limitOf(topic) + " only ("
                + settings.limitSetting(topic)
                + "). " + remark
                + "Raise that setting; where compression makes records fit max.message.bytes of the topic, raise the sink's"
                + " maxMessageBytes; or choose another OversizedPolicy");
    }

    private static String shown(byte @Nullable [] key) {
        if (key == null) {
            return "none";
        }
        int length = Math.min(key.length, SHOWN_KEY_BYTES);
        return new String(key, 0, length, StandardCharsets.UTF_8) + (length < key.length ? "…" : "");
    }
}
