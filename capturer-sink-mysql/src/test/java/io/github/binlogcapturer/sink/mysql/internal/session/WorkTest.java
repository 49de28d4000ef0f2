package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WorkTest {

    private static final TableSchema TABLE = TableSchema.builder(1, new TableName("a", "b"))
            .column("id", ColumnType.INT64)
            .primaryKey("id")
            .build();

    @Test
    void shouldCutTransactionsIntoSlicesWithoutLosingAChange() {
        List<Transaction> all = List.of(transaction(0, 3), transaction(3, 10), transaction(13, 0), transaction(13, 1));
        List<List<Transaction>> slices = Work.slices(all, 4);
        List<Long> ids = new ArrayList<>();
        for (List<Transaction> slice : slices) {
            int size = 0;
            for (Transaction part : slice) {
                size += part.changes().size();
                part.changes().forEach(change -> ids.add(change.image().longValue("id")));
            }
            assertThat(size).isBetween(1, 4);
        }
        assertThat(ids).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L);
    }

    @Test
    void shouldMakeNoSliceOfNothing() {
        assertThat(Work.slices(List.of(), 4)).isEmpty();
    }

    private static Transaction transaction(long firstId, int count) {
        List<RowChange> changes = new ArrayList<>();
        for (long id = firstId; id < firstId + count; id++) {
            changes.add(new RowChange.Insert(Row.of(TABLE, id), Statement.unknown()));
        }
        Piece piece = new Piece(new TableName("db", "binlog"), 0, 7, CommitTs.of(1), CommitTs.of(2));
        return new Transaction(1, "", "", List.of(piece), changes, 100);
    }
}
