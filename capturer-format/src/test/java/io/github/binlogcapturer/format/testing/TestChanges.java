package io.github.binlogcapturer.format.testing;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.MessageFormat;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes and transactions for tests of formats, and their messages. */
public final class TestChanges {

    /** 2026-11-21T07:39:23.325Z with the counter 1. */
    public static final CommitTs COMMIT_TS =
            CommitTs.of(CommitTs.at(Instant.parse("2026-11-21T07:39:23.325Z")).value() + 1);

    /** A table with the key {@code id}, a number {@code n} and a text {@code note}. */
    public static final TableSchema ORDERS = TableSchema.builder(42, new TableName("shop", "orders"))
            .column("id", ColumnType.INT64)
            .column("n", ColumnType.INT32)
            .column("note", ColumnType.STRING)
            .primaryKey("id")
            .build();

    private TestChanges() {}

    /** Returns a row of {@link #ORDERS}. */
    public static Row order(long id, @Nullable Object n, @Nullable Object note) {
        return Row.of(ORDERS, id, n, note);
    }

    /** Returns an insert. */
    public static RowChange insert(Row after) {
        return new RowChange.Insert(after, Statement.unknown());
    }

    /** Returns an update with both images. */
    public static RowChange update(Row before, Row after) {
        return new RowChange.Update(before, after, Statement.unknown());
    }

    /** Returns an update without a before image. */
    public static RowChange upsert(Row after) {
        return new RowChange.Update(null, after, Statement.unknown());
    }

    /** Returns a delete. */
    public static RowChange delete(Row before) {
        return new RowChange.Delete(before, Statement.unknown());
    }

    /** Returns a transaction at {@link #COMMIT_TS}, begun one timestamp earlier, with the id 77. */
    public static Transaction transaction(RowChange... changes) {
        CommitTs startTs = CommitTs.of(COMMIT_TS.value() - 1);
        Piece piece = new Piece(new TableName("shop", "binlog"), 0, 5, startTs, COMMIT_TS);
        return new Transaction(77, "root", "10.0.0.1", List.of(piece), List.of(changes), 100);
    }

    /** Returns the message of one change. */
    public static byte[] message(MessageFormat format, Transaction transaction, int index) {
        MessageBuffer buffer = new MessageBuffer();
        format.encoder(buffer).change(transaction, index);
        return buffer.toByteArray();
    }
}
