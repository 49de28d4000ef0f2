package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.AppliedTransactions;
import io.github.binlogcapturer.spi.LaneBatch;
import io.github.binlogcapturer.spi.LaneProgress;
import io.github.binlogcapturer.spi.SinkStanding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database as a model: commits are atomic and carry the progress of their lane. It looks at each commit whether it could have come from
 * the source: every row is as the change found it there, and the money is all there. Thread-safe.
 */
final class ModelTarget {

    private final Map<Object, Long> rows = new TreeMap<>();
    private final Map<Integer, LaneProgress> progress = new HashMap<>();
    private final List<Transaction> applied = new ArrayList<>();
    private boolean dead;

    synchronized void commit(int lane, LaneBatch batch) {
        if (dead) {
            throw new IllegalStateException("The target is gone");
        }
        for (Transaction transaction : batch.transactions()) {
            transaction.changes().forEach(this::apply);
            applied.add(transaction);
        }
        long sum = rows.values().stream().mapToLong(Long::longValue).sum();
        assertThat(sum).as("money after %s", batch).isIn(0L, Histories.MONEY);
        progress.put(lane, batch.progress());
    }

    private void apply(RowChange change) {
        Object key = change.table() + "/" + change.image().longValue(0);
        assertThat(rows.get(key)).as("row before %s", change).isEqualTo(balance(change.before()));
        Long balance = balance(change.after());
        if (balance == null) {
            rows.remove(key);
        } else {
            rows.put(key, balance);
        }
    }

    private static @Nullable Long balance(@Nullable Row row) {
        return row == null ? null : row.longValue(1);
    }

    /** No commit works any more, until the next {@link #revive}. */
    synchronized void die() {
        dead = true;
    }

    synchronized SinkStanding revive() {
        dead = false;
        if (progress.isEmpty()) {
            return SinkStanding.unknown();
        }
        CommitTs lowWater = progress.values().stream()
                .map(LaneProgress::lowWater)
                .max(CommitTs::compareTo)
                .orElseThrow();
        AppliedTransactions done = AppliedTransactions.none();
        for (LaneProgress each : progress.values()) {
            done = done.union(AppliedTransactions.parse(each.done().toBytes()));
        }
        return new SinkStanding(lowWater, done.above(lowWater));
    }

    synchronized List<Transaction> applied() {
        return List.copyOf(applied);
    }

    synchronized Map<Object, Long> rows() {
        return new TreeMap<>(rows);
    }

    synchronized Map<Integer, LaneProgress> progress() {
        return Map.copyOf(progress);
    }
}
