package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.AppliedTransactions;
import io.github.binlogcapturer.spi.CommitTurn;
import io.github.binlogcapturer.spi.LaneBatch;
import io.github.binlogcapturer.spi.LaneProgress;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.testkit.database.DatabaseServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A database of its own with a table that has a primary key, one without any key, and transactions for them. */
final class Lab {

    static final SinkContext CONTEXT = new SinkContext("test", "sink");

    final DatabaseServer server;
    final String database;
    final TableSchema keyed;
    final TableSchema keyless;

    Lab(DatabaseServer server) {
        this.server = server;
        this.database = server.createDatabase();
        this.keyed = TableSchema.builder(1, new TableName(database, "keyed"))
                .column("id", ColumnType.INT64)
                .column("name", ColumnType.STRING)
                .primaryKey("id")
                .build();
        this.keyless = TableSchema.builder(2, new TableName(database, "keyless"))
                .column("id", ColumnType.INT64)
                .column("name", ColumnType.STRING)
                .build();
        sql("CREATE TABLE keyed (id BIGINT NOT NULL PRIMARY KEY, name VARCHAR(64))");
        sql("CREATE TABLE keyless (id BIGINT, name VARCHAR(64))");
    }

    MySqlSinkBuilder sink() {
        return MySqlSink.builder()
                .url(server.url(database))
                .user(server.user())
                .password(server.password())
                .lanes(2);
    }

    /** A sink whose connections go through a proxy. */
    MySqlSinkBuilder sink(int port) {
        return sink().url("jdbc:mysql://127.0.0.1:" + port + "/" + database);
    }

    RowChange insert(TableSchema table, long id, @Nullable String name) {
        return new RowChange.Insert(Row.of(table, id, name), Statement.unknown());
    }

    RowChange update(TableSchema table, long id, String before, String after) {
        return new RowChange.Update(Row.of(table, id, before), Row.of(table, id, after), Statement.unknown());
    }

    RowChange delete(TableSchema table, long id, String name) {
        return new RowChange.Delete(Row.of(table, id, name), Statement.unknown());
    }

    static Transaction transaction(long ts, RowChange... changes) {
        Piece piece = new Piece(new TableName("db", "binlog"), 0, 7, CommitTs.of(ts * 10), CommitTs.of(ts * 10 + 1));
        return new Transaction(ts, "", "", List.of(piece), List.of(changes), 100);
    }

    static LaneBatch batch(Transaction... transactions) {
        return batch(CommitTurn.free(), false, transactions);
    }

    static LaneBatch lastBatch(Transaction transaction) {
        return batch(CommitTurn.free(), true, transaction);
    }

    static LaneBatch batch(CommitTurn turn, boolean last, Transaction... transactions) {
        AppliedTransactions.Builder done = AppliedTransactions.builder();
        for (Transaction transaction : transactions) {
            done.add(transaction);
        }
        return new LaneBatch(List.of(transactions), new LaneProgress(CommitTs.of(1), done.build()), turn, last);
    }

    void sql(String sql) {
        try (Connection connection = server.connect(database);
                java.sql.Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** Returns the first column of all rows. */
    List<String> query(String sql) {
        try (Connection connection = server.connect(database);
                java.sql.Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
