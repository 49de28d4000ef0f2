package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.AppliedTransactions;
import io.github.binlogcapturer.spi.BatchRefusedException;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.CommitTurn;
import io.github.binlogcapturer.spi.InMemoryMetrics;
import io.github.binlogcapturer.spi.LaneBatch;
import io.github.binlogcapturer.spi.LaneProgress;
import io.github.binlogcapturer.spi.Metric;
import io.github.binlogcapturer.spi.SinkLane;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.binlogcapturer.sink.mysql.Lab.CONTEXT;
import static io.github.binlogcapturer.sink.mysql.Lab.batch;
import static io.github.binlogcapturer.sink.mysql.Lab.lastBatch;
import static io.github.binlogcapturer.sink.mysql.Lab.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RowFaultTest {

    private final Lab lab = new Lab(MariaDbServer.shared());
    private final InMemoryMetrics metrics = CaptureMetrics.inMemory();

    @Test
    void shouldRefuseABatchThatIsNotTheLast() throws Exception {
        try (MySqlSink sink = open(RowFaultPolicy.skip())) {
            SinkLane lane = sink.lane(0);
            assertThatThrownBy(() -> lane.apply(batch(withOneBadRow()))).isInstanceOf(BatchRefusedException.class);
        }
        assertThat(lab.query("SELECT id FROM keyed")).isEmpty();
    }

    @Test
    void shouldFailWithAllThatHelpsToFindTheRow() throws Exception {
        try (MySqlSink sink = open(RowFaultPolicy.fail())) {
            SinkLane lane = sink.lane(0);
            assertThatThrownBy(() -> lane.apply(lastBatch(withOneBadRow())))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining(lab.database + ".keyed")
                    .hasMessageContaining("transaction 5")
                    .hasMessageContaining("1406")
                    .hasMessageContaining("rowFaults");
        }
        assertThat(lab.query("SELECT id FROM keyed")).isEmpty();
        assertThat(metrics.value(Metric.SINK_ROW_FAULTS, "failed")).isEqualTo(1.0);
    }

    @Test
    void shouldSkipTheRowAloneAndLogNoValues() throws Exception {
        try (MySqlSink sink = open(RowFaultPolicy.skip());
                LogCapture log = LogCapture.ofSink()) {
            sink.lane(0).apply(lastBatch(withOneBadRow()));
            assertThat(log.messages()).anyMatch(line -> line.contains("Left out a row") && line.contains("1406"));
            assertThat(log.messages()).noneMatch(line -> line.contains("zzzz"));
        }
        assertThat(lab.query("SELECT id FROM keyed ORDER BY id")).containsExactly("1", "2", "4", "5");
        assertThat(metrics.value(Metric.SINK_ROW_FAULTS, "skipped")).isEqualTo(1.0);
    }

    @Test
    void shouldPutTheRowIntoATable() throws Exception {
        try (MySqlSink sink = open(RowFaultPolicy.deadLetterTable(lab.database + ".letters"))) {
            sink.lane(0).apply(lastBatch(withOneBadRow()));
        }
        assertThat(lab.query("SELECT id FROM keyed ORDER BY id")).containsExactly("1", "2", "4", "5");
        assertThat(lab.query("SELECT JSON_VALUE(after_image, '$.id') FROM letters WHERE error_code = 1406"))
                .containsExactly("3");
        assertThat(metrics.value(Metric.SINK_ROW_FAULTS, "dead_letter")).isEqualTo(1.0);
    }

    @Test
    void shouldDoWithATableThatSomebodyElseMade() throws Exception {
        try (MariaDbServer server = MariaDbServer.withGrants()) {
            Lab other = new Lab(server);
            RowFaultPolicy policy = RowFaultPolicy.deadLetterTable(other.database + ".letters");
            try (MySqlSink sink = other.sink().rowFaults(policy).build()) {
                sink.open(CONTEXT);
            }
            for (String host : List.of("127.0.0.1", "localhost")) {
                other.sql("CREATE USER w@'" + host + "' IDENTIFIED BY 'pw'");
                other.sql("GRANT SELECT, INSERT, UPDATE ON " + other.database + ".* TO w@'" + host + "'");
            }
            try (MySqlSink sink =
                    other.sink().user("w").password("pw").rowFaults(policy).build()) {
                sink.open(CONTEXT);
            }
        }
    }

    @Test
    void shouldShowNoValuesWhereTheSourceWins() throws Exception {
        lab.sql("CREATE TABLE texts (name VARCHAR(64) PRIMARY KEY, id BIGINT)");
        lab.sql("INSERT INTO texts VALUES ('secret value', 1)");
        TableSchema texts = TableSchema.builder(4, new TableName(lab.database, "texts"))
                .column("id", ColumnType.INT64)
                .column("name", ColumnType.STRING)
                .primaryKey("name")
                .build();
        try (MySqlSink sink = lab.sink().build();
                LogCapture log = LogCapture.ofSink()) {
            sink.open(CONTEXT);
            sink.lane(0).apply(lastBatch(transaction(1, lab.insert(texts, 2, "secret value"))));
            assertThat(log.messages())
                    .anyMatch(line -> line.contains("overwrites it") && line.contains("PRIMARY"))
                    .noneMatch(line -> line.contains("secret value"));
        }
        assertThat(lab.query("SELECT id FROM texts")).containsExactly("2");
    }

    @Test
    void shouldRefuseAnEmptyBatchThatFails() throws Exception {
        try (MySqlSink sink = open(RowFaultPolicy.skip())) {
            SinkLane lane = sink.lane(0);
            lane.apply(batch());
            lab.sql("CREATE TRIGGER no BEFORE UPDATE ON binlogcapturer_progress FOR EACH ROW"
                    + " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'not now'");
            LaneBatch last = new LaneBatch(
                    List.of(), new LaneProgress(CommitTs.of(1), AppliedTransactions.none()), CommitTurn.free(), true);
            assertThatThrownBy(() -> lane.apply(last))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("not now");
        }
    }

    @Test
    void shouldPutTheRowIntoAFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("letters.jsonl");
        try (MySqlSink sink = open(RowFaultPolicy.deadLetterFile(file))) {
            sink.lane(0).apply(lastBatch(withOneBadRow()));
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).contains("\"txnId\":5", "\"id\":\"3\"", "\"errorCode\":1406");
    }

    @Test
    void shouldNotTakeARowThatIsMissingForAppliedInOnePacket() throws Exception {
        updatesAMissingRow(true);
    }

    @Test
    void shouldNotTakeARowThatIsMissingForAppliedInSingleStatements() throws Exception {
        updatesAMissingRow(false);
    }

    private void updatesAMissingRow(boolean multi) throws Exception {
        Transaction missing = transaction(
                5, lab.update(lab.keyless, 1, "a", "b"), lab.insert(lab.keyed, 7, "x"), lab.delete(lab.keyed, 9, "y"));
        try (MySqlSink sink =
                lab.sink().multiStatements(multi).sourceWins(false).build()) {
            sink.open(CONTEXT);
            SinkLane lane = sink.lane(0);
            assertThatThrownBy(() -> lane.apply(batch(missing))).isInstanceOf(BatchRefusedException.class);
            assertThatThrownBy(() -> lane.apply(lastBatch(missing)))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("not where the stream says");
        }
        assertThat(lab.query("SELECT id FROM keyed")).isEmpty();
        try (MySqlSink sink = lab.sink()
                        .sourceWins(false)
                        .rowFaults(RowFaultPolicy.skip())
                        .build();
                LogCapture log = LogCapture.ofSink()) {
            sink.open(CONTEXT);
            sink.lane(0).apply(lastBatch(missing));
            assertThat(log.messages()).hasSize(2);
        }
        assertThat(lab.query("SELECT id FROM keyed")).containsExactly("7");
    }

    @Test
    void shouldMakeTheTargetWhatTheStreamSays() throws Exception {
        lab.sql("INSERT INTO keyed VALUES (8, 'there already')");
        Transaction different = transaction(
                5,
                lab.update(lab.keyless, 1, "a", "b"),
                lab.insert(lab.keyed, 8, "x"),
                lab.update(lab.keyed, 9, "y", "z"),
                lab.delete(lab.keyed, 10, "gone"));
        try (MySqlSink sink = open(RowFaultPolicy.fail());
                LogCapture log = LogCapture.ofSink()) {
            SinkLane lane = sink.lane(0);
            assertThatThrownBy(() -> lane.apply(batch(different))).isInstanceOf(BatchRefusedException.class);
            lane.apply(lastBatch(different));
            assertThat(log.messages()).anyMatch(line -> line.contains("not where the stream says"));
        }
        assertThat(lab.query("SELECT name FROM keyed ORDER BY id")).containsExactly("x", "z");
        assertThat(lab.query("SELECT name FROM keyless")).containsExactly("b");
        assertThat(metrics.value(Metric.SINK_ROW_FAULTS, "overwritten")).isEqualTo(1.0);
    }

    @Test
    void shouldDisplaceARowWhoseDeleteTheSourceLost() throws Exception {
        lab.sql("ALTER TABLE keyed ADD UNIQUE KEY uname (name)");
        lab.sql("INSERT INTO keyed VALUES (1, 'taken')");
        try (MySqlSink sink = open(RowFaultPolicy.fail());
                LogCapture log = LogCapture.ofSink()) {
            sink.lane(0).apply(lastBatch(transaction(5, lab.insert(lab.keyed, 2, "taken"))));
            assertThat(log.messages()).anyMatch(line -> line.contains("WARN") && line.contains("uname"));
        }
        assertThat(lab.query("SELECT id FROM keyed")).containsExactly("2");
        assertThat(metrics.value(Metric.SINK_DISPLACED, "")).isEqualTo(1.0);
    }

    /** Transactions may have overtaken one another by such a key, so that the row in the way may be a later one. */
    @Test
    void shouldDisplaceNothingByAKeyThatWasAddedMeanwhile() throws Exception {
        try (MySqlSink sink = open(RowFaultPolicy.skip())) {
            sink.rules(lab.keyed);
            lab.sql("ALTER TABLE keyed ADD UNIQUE KEY uname (name)");
            lab.sql("INSERT INTO keyed VALUES (1, 'taken')");
            SinkLane lane = sink.lane(0);
            assertThatThrownBy(() -> lane.apply(lastBatch(transaction(5, lab.insert(lab.keyed, 2, "taken")))))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContainingAll("uname", "was added", "Start the capture again");
        }
        assertThat(lab.query("SELECT id FROM keyed")).containsExactly("1");
    }

    private MySqlSink open(RowFaultPolicy policy) throws InterruptedException {
        MySqlSink sink = lab.sink().rowFaults(policy).metrics(metrics).build();
        sink.open(CONTEXT);
        return sink;
    }

    private Transaction withOneBadRow() {
        RowChange[] rows = new RowChange[5];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = lab.insert(lab.keyed, i + 1, i == 2 ? "z".repeat(65) : "fine");
        }
        return transaction(5, rows);
    }
}
