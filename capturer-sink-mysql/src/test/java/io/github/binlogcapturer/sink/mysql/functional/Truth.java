package io.github.binlogcapturer.sink.mysql.functional;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.sink.mysql.ColumnSelection;
import io.github.binlogcapturer.sink.mysql.TableRoutes;
import io.github.binlogcapturer.sink.mysql.TableVerifier;
import io.github.binlogcapturer.sink.mysql.VerifyReport;
import io.github.binlogcapturer.testkit.database.DatabaseServer;
import io.github.binlogcapturer.testkit.simulated.SimulatedTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A database with the rows that a target should have, to compare the two as users do. */
final class Truth {

    private final DatabaseServer server;
    private final String database;

    Truth(DatabaseServer server) {
        this.server = server;
        this.database = server.createDatabase();
    }

    /** Makes a table like the target's, and fills it. */
    void load(SimulatedTable table, Collection<List<@Nullable Object>> rows, String target, Predicate<Column> wanted)
            throws SQLException {
        List<Column> columns = table.schema().columns().stream().filter(wanted).toList();
        String name = table.name().table();
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + name + " LIKE " + target + "." + name);
            String places = String.join(", ", Collections.nCopies(columns.size(), "?"));
            String names = String.join(", ", columns.stream().map(Column::name).toList());
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO " + name + " (" + names + ") VALUES (" + places + ")")) {
                for (List<@Nullable Object> row : rows) {
                    for (int i = 0; i < columns.size(); i++) {
                        insert.setObject(i + 1, row.get(columns.get(i).index()));
                    }
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        }
    }

    /** Compares tables with those of the target. */
    VerifyReport verify(String target, ColumnSelection columns, List<SimulatedTable> tables) throws SQLException {
        return TableVerifier.builder()
                .left(server.url(database), server.user(), server.password())
                .right(server.url(target), server.user(), server.password())
                .routes(TableRoutes.builder()
                        .route(database + ".*", target + ".{table}")
                        .build())
                .columns(columns)
                .build()
                .verify(tables.stream()
                        .map(table -> new TableName(database, table.name().table()))
                        .toList());
    }
}
