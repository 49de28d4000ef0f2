package io.github.binlogcapturer;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BatchTest {

    private static final Heartbeat HEARTBEAT = new Heartbeat(CommitTs.of(9));

    @Test
    void shouldCountTheChangesOfItsTransactions() {
        Batch batch = new Batch(3, List.of(transaction(5, 2), transaction(6, 3), HEARTBEAT));
        assertThat(batch.changeCount()).isEqualTo(5);
        assertThat(batch.transactions()).hasSize(2);
        assertThat(batch.lastCommitTs()).isEqualTo(CommitTs.of(9));
    }

    @Test
    void shouldHaveNoIdExactlyWhereItIsEmpty() {
        assertThat(Batch.empty().isEmpty()).isTrue();
        assertThat(Batch.empty().id()).isEqualTo(Batch.NO_ID);
        assertThatIllegalArgumentException().isThrownBy(() -> new Batch(1, List.of()));
        for (long id : new long[] {Batch.NO_ID, 0, -2}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Batch(id, List.of(HEARTBEAT)));
        }
    }

    @Test
    void shouldHaveNoCommitTsWhereItIsEmpty() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Batch.empty().lastCommitTs());
    }

    @Test
    void shouldNotFollowLaterChangesOfItsList() {
        List<BinlogEvent> events = new ArrayList<>(List.of(HEARTBEAT));
        Batch batch = new Batch(1, events);
        events.clear();
        assertThat(batch.events()).containsExactly(HEARTBEAT);
    }

    private static Transaction transaction(long commitTs, int changes) {
        TableSchema schema = TableSchema.builder(1, new TableName("db", "t"))
                .column("id", ColumnType.INT64)
                .build();
        RowChange change = new RowChange.Insert(Row.of(schema, 1), Statement.unknown());
        Piece piece = new Piece(new TableName("db", "bl"), 0, 1, CommitTs.of(commitTs), CommitTs.of(commitTs));
        return new Transaction(1, "", "", List.of(piece), Collections.nCopies(changes, change), 1);
    }
}
