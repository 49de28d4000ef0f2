package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.SinkLane;
import io.github.binlogcapturer.testkit.database.DatabaseServer;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import io.github.binlogcapturer.testkit.database.MySqlServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.binlogcapturer.sink.mysql.Lab.CONTEXT;
import static io.github.binlogcapturer.sink.mysql.Lab.batch;
import static io.github.binlogcapturer.sink.mysql.Lab.lastBatch;
import static io.github.binlogcapturer.sink.mysql.Lab.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Both drivers, in packets and in single statements, at both servers. */
class DriversTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldWriteToMariaDbWithItsDriver(boolean multi) throws Exception {
        Lab lab = new Lab(MariaDbServer.shared());
        writes(lab, lab.sink().url(lab.server.mariaDbUrl(lab.database)).multiStatements(multi));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldWriteToMariaDbWithConnectorJ(boolean multi) throws Exception {
        Lab lab = new Lab(MariaDbServer.shared());
        writes(lab, lab.sink().multiStatements(multi));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldWriteToMySql(boolean multi) throws Exception {
        Lab lab = new Lab(mySql());
        writes(lab, lab.sink().multiStatements(multi));
    }

    @Test
    void shouldFenceAtMySql() throws Exception {
        Lab lab = new Lab(mySql());
        try (MySqlSink older = lab.sink().build();
                MySqlSink newer = lab.sink().build()) {
            older.open(CONTEXT);
            SinkLane lane = older.lane(0);
            newer.open(CONTEXT);
            assertThatThrownBy(() -> lane.apply(batch(transaction(1, lab.insert(lab.keyless, 1, "a")))))
                    .isInstanceOf(FencedException.class);
        }
        assertThat(lab.query("SELECT id FROM keyless")).isEmpty();
    }

    private static void writes(Lab lab, MySqlSinkBuilder builder) throws Exception {
        try (MySqlSink sink = builder.sourceWins(false)
                        .rowFaults(RowFaultPolicy.skip())
                        .build();
                LogCapture log = LogCapture.ofSink()) {
            sink.open(CONTEXT);
            SinkLane lane = sink.lane(1);
            lane.apply(batch(
                    transaction(1, lab.insert(lab.keyed, 1, "it's \\ \"ü\" 😀 ?;"), lab.insert(lab.keyed, 2, "b")),
                    transaction(2, lab.insert(lab.keyless, 1, "x"), lab.insert(lab.keyless, 1, "x"))));
            lane.apply(batch(transaction(
                    3,
                    lab.update(lab.keyed, 2, "b", "c"),
                    lab.delete(lab.keyless, 1, "x"),
                    lab.insert(lab.keyed, 3, null))));
            lane.apply(lastBatch(transaction(
                    4,
                    lab.insert(lab.keyed, 4, "z".repeat(65)),
                    lab.insert(lab.keyed, 5, "fine"),
                    lab.delete(lab.keyed, 77, "missing"))));
            assertThat(log.messages())
                    .filteredOn(line -> line.contains("Left out"))
                    .hasSize(2);
        }
        assertThat(lab.query("SELECT CONCAT(id, COALESCE(name, ' NULL')) FROM keyed ORDER BY id"))
                .containsExactly("1it's \\ \"ü\" 😀 ?;", "2c", "3 NULL", "5fine");
        assertThat(lab.query("SELECT id FROM keyless")).containsExactly("1");
        try (MySqlSink again = lab.sink().build()) {
            assertThat(again.open(CONTEXT).lowWater()).isEqualTo(CommitTs.of(1));
        }
    }

    private static DatabaseServer mySql() {
        assumeTrue(MySqlServer.isAvailable(), "MySQL 8 cannot run here");
        return MySqlServer.shared();
    }
}
