package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.mysql.internal.statement.PlanMode;
import io.github.binlogcapturer.spi.LaneProgress;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be executed in one transaction of the target.
 *
 * @param slices the transactions, in parts that are planned one after another
 * @param number the batch's number in the progress row
 * @param commits whether the COMMIT belongs to it
 */
record Work(List<List<Transaction>> slices, PlanMode mode, LaneProgress progress, long number, boolean commits) {

    Work {
        slices = List.copyOf(slices);
    }

    /** Cuts transactions so that planning holds no more than so many changes at once. The parts must all get into one transaction. */
    static List<List<Transaction>> slices(List<Transaction> transactions, int maxChanges) {
        List<List<Transaction>> slices = new ArrayList<>();
        List<Transaction> slice = new ArrayList<>();
        int count = 0;
        for (Transaction transaction : transactions) {
            List<RowChange> changes = transaction.changes();
            for (int from = 0; from < changes.size(); ) {
                int to = Math.min(changes.size(), from + maxChanges - count);
                slice.add(
                        to - from == changes.size() ? transaction : transaction.withChanges(changes.subList(from, to)));
                count += to - from;
                from = to;
                if (count == maxChanges) {
                    slices.add(slice);
                    slice = new ArrayList<>();
                    count = 0;
                }
            }
        }
        if (!slice.isEmpty()) {
            slices.add(slice);
        }
        return slices;
    }
}
