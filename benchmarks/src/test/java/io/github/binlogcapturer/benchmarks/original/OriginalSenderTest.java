package io.github.binlogcapturer.benchmarks.original;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.RowChange.Delete;
import io.github.binlogcapturer.event.RowChange.Insert;
import io.github.binlogcapturer.event.RowChange.Update;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OriginalSenderTest {

    private static final TableSchema TABLE = TableSchema.builder(1, new TableName("shop", "t"))
            .column("id", ColumnType.INT64)
            .column("line", ColumnType.INT32)
            .column("a", ColumnType.STRING)
            .column("b", ColumnType.INT32)
            .primaryKey("id", "line")
            .build();

    private final MariaDbServer server = MariaDbServer.shared();

    @Test
    void shouldWriteTheStatementsOfTheOriginal() {
        assertThat(OriginalSql.of(insert(1, 2, "x", 3)))
                .isEqualTo("replace into `t` (`id`,`line`,`a`,`b`) values ('1','2','x','3')");
        assertThat(OriginalSql.of(update(row(1, 2, "x", 3), row(1, 2, "y", 3))))
                .isEqualTo("update `t` set `a`='y' where `id`='1' and `line`='2'");
        assertThat(OriginalSql.of(update(row(1, 2, "x", 3), row(1, 2, "x", 3)))).isNull();
        assertThat(OriginalSql.of(delete(1, 2, "x", 3)))
                .isEqualTo("delete from `t` where (`id`,`line`) in (('1','2'))");
        assertThat(OriginalSql.key(row(1, 2, "x", 3))).isEqualTo("1_2");
    }

    @Test
    void shouldApplyChangesOfOneRowInOrderByDraining() throws Exception {
        String database = table();
        try (OriginalSender sender = new OriginalSender(server.url(database), server.user(), server.password())) {
            for (int round = 0; round < 20; round++) {
                for (int id = 1; id <= 5; id++) {
                    sender.take(
                            round == 0
                                    ? insert(id, 1, "v0", 1)
                                    : update(row(id, 1, "v" + (round - 1), round), row(id, 1, "v" + round, round + 1)));
                }
            }
            sender.take(delete(5, 1, "v19", 20));
            sender.end();
            assertThat(sender.drained()).isEqualTo(20);
        }
        assertThat(rows(database)).containsExactly("1 1 v19 20", "2 1 v19 20", "3 1 v19 20", "4 1 v19 20");
    }

    @Test
    void shouldApplyMoreThanAWindowWithoutDraining() throws Exception {
        String database = table();
        int count = 2 * OriginalSender.WINDOW + 7;
        try (OriginalSender sender = new OriginalSender(server.url(database), server.user(), server.password())) {
            for (int id = 1; id <= count; id++) {
                sender.take(insert(id, 1, "v", id));
            }
            sender.end();
            assertThat(sender.drained()).isZero();
        }
        assertThat(rows(database)).hasSize(count);
    }

    @Test
    void shouldFailAtTheEndWhereAStatementFails() throws Exception {
        String database = server.createDatabase();
        try (OriginalSender sender = new OriginalSender(server.url(database), server.user(), server.password())) {
            sender.take(insert(1, 1, "v", 1));
            assertThatThrownBy(sender::end).isInstanceOf(SQLException.class);
        }
    }

    private String table() throws SQLException {
        String database = server.createDatabase();
        try (Connection connection = server.connect(database);
                java.sql.Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id BIGINT, line INT, a VARCHAR(20), b INT, PRIMARY KEY (id, line))");
        }
        return database;
    }

    private List<String> rows(String database) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = server.connect(database);
                java.sql.Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT CONCAT_WS(' ', id, line, a, b) FROM t ORDER BY id")) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }

    private static Row row(long id, int line, String a, int b) {
        return Row.of(TABLE, id, line, a, b);
    }

    private static RowChange insert(long id, int line, String a, int b) {
        return new Insert(row(id, line, a, b), Statement.unknown());
    }

    private static RowChange update(Row before, Row after) {
        return new Update(before, after, Statement.unknown());
    }

    private static RowChange delete(long id, int line, String a, int b) {
        return new Delete(row(id, line, a, b), Statement.unknown());
    }
}
