package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.AppliedTransactions;
import io.github.binlogcapturer.spi.LaneProgress;
import java.util.Arrays;
import java.util.List;

/**
 * What one lane has done above the low-water. Used by the lane's thread only.
 *
 * <p>A progress forgets exactly what is at or below the low-water that it carries itself. That low-water counts on the batch at hand,
 * so it is true for all lanes from the moment that this batch is committed, which is when the progress is. So whatever is missing in a
 * lane's newest progress is covered by that same progress, whenever the others were written. Where the batch is refused the lane still
 * knows what lies below, down to what was done without it.
 */
final class LaneJournal {

    /** What earlier runs did. A lane's progress replaces that of an earlier run, so each lane goes on naming all of it. */
    private AppliedTransactions inherited;

    private long[] regionIds = new long[64];
    private long[] startTs = new long[64];
    private long[] commitTs = new long[64];
    private int size;

    LaneJournal(AppliedTransactions inherited) {
        this.inherited = inherited;
    }

    /**
     * Returns what is done once the given transactions are.
     *
     * @param lowWaterTs up to where everything is done now; it need not be named any more
     * @param afterTs up to where everything is done once the given transactions are; as they may come again, what lies below it is kept
     */
    LaneProgress progress(long lowWaterTs, long afterTs, List<Transaction> atHand) {
        forget(lowWaterTs);
        if (!inherited.isEmpty()) {
            inherited = inherited.above(CommitTs.of(lowWaterTs));
        }
        CommitTs after = CommitTs.of(afterTs);
        AppliedTransactions.Builder done = AppliedTransactions.builder(size + atHand.size());
        if (!inherited.isEmpty()) {
            done.addAll(inherited.above(after));
        }
        for (int i = 0; i < size; i++) {
            if (commitTs[i] > afterTs) {
                done.add(regionIds[i], startTs[i], commitTs[i]);
            }
        }
        for (int i = 0; i < atHand.size(); i++) {
            Transaction transaction = atHand.get(i);
            if (transaction.commitTs().value() > afterTs) {
                done.add(transaction);
            }
        }
        return new LaneProgress(after, done.build());
    }

    /** Notes what has been applied. */
    void add(List<Transaction> applied) {
        ensureRoom(applied.size());
        for (Transaction transaction : applied) {
            regionIds[size] = transaction.pieces().get(0).regionId();
            startTs[size] = transaction.startTs().value();
            commitTs[size++] = transaction.commitTs().value();
        }
    }

    private void forget(long lowWaterTs) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (commitTs[i] > lowWaterTs) {
                regionIds[kept] = regionIds[i];
                startTs[kept] = startTs[i];
                commitTs[kept++] = commitTs[i];
            }
        }
        size = kept;
    }

    private void ensureRoom(int more) {
        if (size + more > commitTs.length) {
            int length = Math.max(size + more, 2 * size);
            regionIds = Arrays.copyOf(regionIds, length);
            startTs = Arrays.copyOf(startTs, length);
            commitTs = Arrays.copyOf(commitTs, length);
        }
    }
}
