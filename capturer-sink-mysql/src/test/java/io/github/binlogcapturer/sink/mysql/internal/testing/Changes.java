package io.github.binlogcapturer.sink.mysql.internal.testing;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes changes and transactions. */
public final class Changes {

    private Changes() {}

    public static RowChange insert(TableSchema schema, @Nullable Object... values) {
        return new RowChange.Insert(Row.of(schema, values), Statement.unknown());
    }

    public static RowChange delete(TableSchema schema, @Nullable Object... values) {
        return new RowChange.Delete(Row.of(schema, values), Statement.unknown());
    }

    public static RowChange upsert(TableSchema schema, @Nullable Object... values) {
        return new RowChange.Update(null, Row.of(schema, values), Statement.unknown());
    }

    public static RowChange update(Row before, Row after) {
        return new RowChange.Update(before, after, Statement.unknown());
    }

    public static Transaction transaction(long commitTs, RowChange... changes) {
        return transaction(commitTs, List.of(changes));
    }

    public static Transaction transaction(long commitTs, List<RowChange> changes) {
        Piece piece = new Piece(
                new TableName("shop", "binlog"), 0, 1, CommitTs.of(Math.max(1, commitTs - 1)), CommitTs.of(commitTs));
        return new Transaction(commitTs, "app", "", List.of(piece), changes, 100);
    }
}
