package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.spi.SinkLane;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.binlogcapturer.sink.mysql.Lab.CONTEXT;
import static io.github.binlogcapturer.sink.mysql.Lab.batch;
import static io.github.binlogcapturer.sink.mysql.Lab.lastBatch;
import static io.github.binlogcapturer.sink.mysql.Lab.transaction;
import static org.assertj.core.api.Assertions.assertThat;

/** JDBC escapes such as {@code {fn now()}} are text where they stand in a value, whatever quotes are in names. */
class EscapesInValuesTest {

    private static final String TEXT = "plain {fn now()} and {d '2026-01-01'} x";

    private final Lab lab = new Lab(MariaDbServer.shared());

    @ParameterizedTest
    @CsvSource({"mysql, true", "mysql, false", "mariadb, true", "mariadb, false"})
    void shouldLeaveValuesAsTheyAre(String driver, boolean fused) throws Exception {
        lab.sql("CREATE TABLE odd (id BIGINT NOT NULL PRIMARY KEY, `o'clock` VARCHAR(64))");
        TableSchema odd = TableSchema.builder(3, new TableName(lab.database, "odd"))
                .column("id", ColumnType.INT64)
                .column("o'clock", ColumnType.STRING)
                .primaryKey("id")
                .build();
        String url = driver.equals("mysql") ? lab.server.url(lab.database) : lab.server.mariaDbUrl(lab.database);
        try (MySqlSink sink = lab.sink()
                .url(url)
                .multiStatements(fused)
                .rowFaults(RowFaultPolicy.skip())
                .build()) {
            sink.open(CONTEXT);
            SinkLane lane = sink.lane(0);
            lane.apply(batch(transaction(1, insert(odd, 1, TEXT))));
            lane.apply(lastBatch(transaction(2, insert(odd, 2, "y".repeat(65)), insert(odd, 3, TEXT)))); // isolated
        }
        assertThat(lab.query("SELECT `o'clock` FROM odd ORDER BY id")).containsExactly(TEXT, TEXT);
    }

    private static RowChange insert(TableSchema table, long id, String text) {
        return new RowChange.Insert(Row.of(table, id, text), Statement.unknown());
    }
}
