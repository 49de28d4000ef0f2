package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import org.jspecify.annotations.Nullable;

/** One change on its way to a record: where it goes and what it belongs to, still without its value. */
final class ChangeDraft {

    static final int WHOLE = -1;
    static final int DELETE_PART = 0;
    static final int INSERT_PART = 1;
    static final int NO_TIE = -1;

    private final Transaction transaction;
    private final int index;
    private final TablePlan plan;
    private final byte @Nullable [] key;
    private final int partition;
    private final int part;
    private final int tie;

    private ChangeDraft(
            Transaction transaction,
            int index,
            TablePlan plan,
            byte @Nullable [] key,
            int partition,
            int part,
            int tie) {
        this.transaction = transaction;
        this.index = index;
        this.plan = plan;
        this.key = key;
        this.partition = partition;
        this.part = part;
        this.tie = tie;
    }

    static ChangeDraft whole(
            Transaction transaction, int index, TablePlan plan, byte @Nullable [] key, int partition, int tie) {
        return new ChangeDraft(transaction, index, plan, key, partition, WHOLE, tie);
    }

    /**
     * Returns one part of a split change.
     *
     * @param view the transaction with the part in the change's place
     */
    ChangeDraft part(Transaction view, int number, int partPartition) {
        return new ChangeDraft(view, index, plan, key, partPartition, number, index);
    }

    /** Returns the same draft with another transaction, in which the change is shorter. */
    ChangeDraft within(Transaction view) {
        return new ChangeDraft(view, index, plan, key, partition, part, tie);
    }

    Transaction transaction() {
        return transaction;
    }

    int index() {
        return index;
    }

    RowChange change() {
        return transaction.changes().get(index);
    }

    TablePlan plan() {
        return plan;
    }

    byte @Nullable [] key() {
        return key;
    }

    int partition() {
        return partition;
    }

    /** Returns which part of a split change it is, or {@link #WHOLE}. */
    int part() {
        return part;
    }

    /** Returns the index of the delete that the change is tied to, or {@link #NO_TIE}. */
    int tie() {
        return tie;
    }
}
