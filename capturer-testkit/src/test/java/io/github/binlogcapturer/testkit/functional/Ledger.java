package io.github.binlogcapturer.testkit.functional;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.testkit.simulated.Committed;
import io.github.binlogcapturer.testkit.simulated.SimulatedTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** What a capture has delivered, to be compared with what was truly committed. Not thread-safe. */
final class Ledger {

    private static final Comparator<Piece> MERGED = Comparator.comparing(Piece::commitTs)
            .thenComparing(Piece::partition)
            .thenComparing(Piece::regionId)
            .thenComparing(Piece::startTs);

    /** By what a piece is known again under another commit ts. */
    private record Known(long regionId, CommitTs startTs) {

        static Known of(Piece piece) {
            return new Known(piece.regionId(), piece.startTs());
        }
    }

    private final List<Piece> delivered = new ArrayList<>();
    private final TableReplica replica = new TableReplica();
    private final Map<Known, CommitTs> beforeRestart = new HashMap<>();
    private int transactions;

    /**
     * A capture starts anew. A commit that was logged twice, once on each side of its position, comes again then, as OPERATIONS says: whoever
     * minds knows it by the pieces, as this does. Within one capture nothing may come twice.
     */
    void restarted() {
        delivered.forEach(piece -> beforeRestart.put(Known.of(piece), piece.commitTs()));
    }

    private boolean isSecondCommit(Piece piece) {
        CommitTs first = beforeRestart.get(Known.of(piece));
        return first != null && first.compareTo(piece.commitTs()) < 0;
    }

    void add(BinlogEvent event) {
        if (event instanceof Transaction transaction) {
            if (!transaction.pieces().isEmpty() && transaction.pieces().stream().allMatch(this::isSecondCommit)) {
                return;
            }
            delivered.addAll(transaction.pieces());
            transactions++;
        }
        replica.apply(event);
    }

    int transactions() {
        return transactions;
    }

    /** Returns the sum over a column of all rows. */
    long sum(SimulatedTable table, String column) {
        int index = table.schema().indexOf(column);
        return replica.selected(table.schema()).values().stream()
                .mapToLong(row -> {
                    Object value = row.get(index);
                    return value == null ? 0 : ((Number) value).longValue();
                })
                .sum();
    }

    /** Checks that every piece that was committed came once, and in the true order. */
    void requireOrder(List<Committed> truth, String run) {
        List<Piece> expected = truth.stream()
                .flatMap(committed -> committed.pieces().stream())
                .sorted(MERGED)
                .toList();
        for (int i = 0; i < Math.min(expected.size(), delivered.size()); i++) {
            Piece actual = delivered.get(i);
            int first = i;
            assertThat(actual)
                    .as(() -> run + ": piece " + first + " of " + expected.size()
                            + "; of the one that came, there had been "
                            + delivered.subList(0, first).stream()
                                    .filter(piece -> Known.of(piece).equals(Known.of(actual)))
                                    .toList())
                    .isEqualTo(expected.get(i));
        }
        assertThat(delivered).as(run).hasSameSizeAs(expected);
    }

    /** Checks that a table has ended as it truly is. */
    void requireTable(SimulatedTable table, Map<List<@Nullable Object>, List<@Nullable Object>> truth, String run) {
        assertThat(replica.selected(table.schema()))
                .as("%s: %s", run, table.name())
                .isEqualTo(truth);
    }
}
