package io.github.binlogcapturer.internal.filter;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import java.util.List;
import java.util.Map;

/** Two tables and transactions over them. */
final class FilterFixtures {

    static final TableSchema ORDERS = TableSchema.builder(1, new TableName("shop", "orders"))
            .column("id", ColumnType.INT64)
            .column("state", ColumnType.STRING)
            .column("note", ColumnType.STRING)
            .primaryKey("id")
            .build();
    static final TableSchema LOG = TableSchema.builder(2, new TableName("shop", "log"))
            .column("id", ColumnType.INT64)
            .column("text", ColumnType.STRING)
            .primaryKey("id")
            .build();
    static final Map<Long, TableSchema> TABLES = Map.of(1L, ORDERS, 2L, LOG);
    static final Statement STATEMENT = Statement.unknown();

    private FilterFixtures() {}

    static Row order(long id, String state, String note) {
        return Row.of(ORDERS, id, state, note);
    }

    static RowChange update(Row before, Row after) {
        return new RowChange.Update(before, after, STATEMENT);
    }

    static RowChange log(String text) {
        return new RowChange.Insert(Row.of(LOG, 1, text), STATEMENT);
    }

    static Transaction transaction(RowChange... changes) {
        Piece piece = new Piece(new TableName("shop", "bl"), 0, 7, CommitTs.of(10), CommitTs.of(11));
        return new Transaction(3, "user", "", List.of(piece), List.of(changes), 100);
    }
}
