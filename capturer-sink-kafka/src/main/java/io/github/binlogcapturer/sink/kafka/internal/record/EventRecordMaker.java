package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds key and partition of each change, and splits updates whose images belong to different partitions. Owned by one thread. */
final class EventRecordMaker implements RecordMaker {

    /** More versions than tables ever have; a bound nevertheless. */
    private static final int MOST_PLANS = 10_000;

    private final RecordSettings settings;
    private final TableTopics topics;
    private final RecordEncoder encoder;
    private final TransactionHeaders headers = new TransactionHeaders();
    private final ChangeRecords records;
    private final SideRecords sides;
    private final ChangeRun run;
    private final boolean splits;
    /** A schema is equal to itself only. */
    private final Map<TableSchema, TablePlan> plans = new HashMap<>();
    /** As the transaction at hand has found them, so that all of it goes by the same partition counts. */
    private final Map<String, Topic> current = new HashMap<>();

    private @Nullable TablePlan lastPlan;
    private @Nullable SplitTransaction split;

    EventRecordMaker(RecordSettings settings, TableTopics topics) {
        this.settings = settings;
        this.topics = topics;
        this.encoder = new RecordEncoder(settings.format());
        this.sides = new SideRecords(settings, topics, encoder);
        this.records =
                new ChangeRecords(settings, encoder, headers, new OversizedChanges(settings, topics, encoder, headers));
        this.run = new ChangeRun(records);
        this.splits = !settings.partitioning().keepsUpdatesWhole();
    }

    @Override
    public void make(BinlogEvent event, Output out) throws InterruptedException {
        if (event instanceof Transaction transaction) {
            make(transaction, out);
        } else if (event instanceof SchemaChange change) {
            sides.schema(change, out);
        }
    }

    private void make(Transaction transaction, Output out) throws InterruptedException {
        List<RowChange> changes = transaction.changes();
        if (changes.isEmpty()) {
            return;
        }
        headers.begin(transaction);
        split = null;
        lastPlan = null;
        current.clear();
        run.clear();
        sides.begin(transaction, headers, out);
        int tie = ChangeDraft.NO_TIE;
        for (int i = 0; i < changes.size(); i++) {
            boolean tied = tie >= 0;
            if (!tied && KeyChanges.beginsAt(changes, i)) {
                tie = i;
            }
            change(transaction, i, tie, out);
            if (tied) {
                tie = ChangeDraft.NO_TIE;
            }
        }
        run.flush(out);
        sides.end(transaction, headers, out);
    }

    private void change(Transaction transaction, int index, int tie, Output out) throws InterruptedException {
        RowChange change = transaction.changes().get(index);
        TablePlan plan = planOf(change.schema());
        byte[] key = encoder.key(plan, change.image());
        int partition = partitionOf(transaction, change.image(), plan, key);
        ChangeDraft draft = ChangeDraft.whole(transaction, index, plan, key, partition, tie);
        if (splits && change.type() == ChangeType.UPDATE) {
            int before = partitionOf(transaction, Objects.requireNonNull(change.before()), plan, key);
            if (before != partition) {
                split(draft, before, out);
                return;
            }
        }
        if (settings.packs(plan.topic()) && tie == ChangeDraft.NO_TIE) {
            run.add(draft, out);
        } else {
            run.flush(out);
            records.write(draft, out);
        }
    }

    private void split(ChangeDraft draft, int before, Output out) throws InterruptedException {
        SplitTransaction views = split;
        if (views == null) {
            views = SplitTransaction.of(draft.transaction());
            split = views;
        }
        run.flush(out);
        records.write(draft.part(views.deletes(), ChangeDraft.DELETE_PART, before), out);
        records.write(draft.part(views.inserts(), ChangeDraft.INSERT_PART, draft.partition()), out);
    }

    private TablePlan planOf(TableSchema schema) throws InterruptedException {
        TablePlan last = lastPlan;
        if (last != null && last.schema() == schema) {
            return last;
        }
        TablePlan plan = plans.get(schema);
        if (plan == null) {
            if (plans.size() >= MOST_PLANS) {
                plans.clear();
            }
            plan = newPlan(schema, topics.of(schema.name()));
        } else if (!plan.topic().equals(current(plan.topic().name(), schema))) {
            plan = newPlan(schema, current(plan.topic().name(), schema));
        }
        lastPlan = plan;
        return plan;
    }

    private TablePlan newPlan(TableSchema schema, Topic found) {
        Topic topic = Objects.requireNonNullElse(current.putIfAbsent(found.name(), found), found);
        if (topic.compacted() && !settings.recordKeys()) {
            throw new ConfigurationException("Topic " + topic.name() + " is compacted, so it takes no records without a"
                    + " key, but recordKeys is off. Turn it on, or send to a topic with cleanup.policy=delete");
        }
        TablePlan plan = new TablePlan(schema, topic, topics.isPerTable());
        plans.put(schema, plan);
        return plan;
    }

    /** Returns a topic as it is now: where rows do not go by key, its partition count may have changed since the plan was made. */
    private Topic current(String name, TableSchema schema) throws InterruptedException {
        Topic topic = current.get(name);
        if (topic == null) {
            topic = topics.find(name, "Table " + schema.name());
            current.put(name, topic);
        }
        return topic;
    }

    private int partitionOf(Transaction transaction, Row row, TablePlan plan, byte @Nullable [] key) {
        Topic topic = plan.topic();
        int partition = settings.partitioning().partition(transaction, row, key, topic.partitions());
        if (partition < 0 || partition >= topic.partitions()) {
            throw new ConfigurationException("The sink's Partitioning chose partition " + partition + " for a row of "
                    + plan.schema().name() + " at commit ts " + transaction.commitTs() + ", but topic " + topic.name()
                    + " has partitions 0 to " + (topic.partitions() - 1));
        }
        return partition;
    }
}
