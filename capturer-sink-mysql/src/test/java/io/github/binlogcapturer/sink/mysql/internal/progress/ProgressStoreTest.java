package io.github.binlogcapturer.sink.mysql.internal.progress;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.sink.mysql.FencedException;
import io.github.binlogcapturer.spi.AppliedTransactions;
import io.github.binlogcapturer.spi.LaneProgress;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProgressStoreTest {

    private static final LaneProgress SOME = progress(5, 10);

    private final String database = MariaDbServer.shared().createDatabase();
    private final TableName table = new TableName(database, "progress");
    private final ProgressStore store = new ProgressStore(table, "it's/\\me", "here");
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = MariaDbServer.shared().connect(database);
        execute("SET SESSION sql_mode = 'STRICT_TRANS_TABLES'");
        store.create(connection);
        store.create(connection);
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    void shouldHoldNothingAtFirst() throws SQLException {
        Takeover first = store.takeOver(connection, 2);
        assertThat(first.epoch()).isEqualTo(1);
        assertThat(first.standing().lowWater()).isNull();
    }

    @Test
    void shouldGiveBackWhatLanesHaveDone() throws SQLException {
        Takeover first = store.takeOver(connection, 2);
        move(store.lane(0, first), progress(5, 10, 20));
        move(store.lane(1, first), progress(15, 30));
        Takeover second = store.takeOver(connection, 1);
        assertThat(second.epoch()).isEqualTo(2);
        assertThat(second.standing().lowWater()).isEqualTo(CommitTs.of(15));
        assertThat(second.standing().done()).isEqualTo(done(20, 30));
    }

    @Test
    void shouldKeepAnInheritanceOverSeveralOpens() throws SQLException {
        move(store.lane(3, store.takeOver(connection, 4)), progress(5, 10, 20));
        store.takeOver(connection, 1);
        Takeover third = store.takeOver(connection, 8);
        assertThat(third.standing().lowWater()).isEqualTo(CommitTs.of(5));
        assertThat(third.standing().done()).isEqualTo(done(10, 20));
    }

    @Test
    void shouldRefuseToMoveForAnOlderEpoch() throws SQLException {
        LaneRow old = store.lane(1, store.takeOver(connection, 2));
        store.takeOver(connection, 1);
        long number = old.next();
        assertThatThrownBy(() -> execute(old.statement(number, SOME, 0)))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1048));
        connection.rollback();
        assertThatThrownBy(() -> old.look(connection, number))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("it's/\\me")
                .hasMessageContaining("from here");
    }

    @Test
    void shouldTellATargetThatHasLostCommitsFromAnotherCapturer() throws SQLException {
        LaneRow row = store.lane(0, store.takeOver(connection, 1));
        execute("UPDATE progress SET epoch = 0");
        connection.commit();
        assertThatThrownBy(() -> row.look(connection, row.next()))
                .isInstanceOf(SinkException.class)
                .isNotInstanceOf(FencedException.class)
                .hasMessageContaining("has lost commits");
    }

    @Test
    void shouldRefuseToMoveAMissingRow() throws SQLException {
        LaneRow row = store.lane(0, store.takeOver(connection, 1));
        execute("DELETE FROM progress WHERE lane = 0");
        connection.commit();
        assertThatThrownBy(() -> execute(row.statement(row.next(), SOME, 0)))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1048));
        assertThatThrownBy(() -> row.settle(connection, 1))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("is gone");
    }

    @Test
    void shouldRefuseToMoveWithoutEnoughHits() throws SQLException {
        LaneRow row = store.lane(0, store.takeOver(connection, 1));
        execute("CREATE TABLE t (id INT)");
        execute(LaneRow.resetHits());
        execute("INSERT INTO t VALUES (1)");
        execute(LaneRow.countHit(1, 1));
        execute("UPDATE t SET id = 2 WHERE id = 3");
        execute(LaneRow.countHit(1, 1));
        long number = row.next();
        assertThatThrownBy(() -> execute(row.statement(number, SOME, 2))).isInstanceOf(SQLException.class);
        execute(row.statement(number, SOME, 1));
    }

    @Test
    void shouldGiveTwoThatComeFirstDifferentEpochs() throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        Callable<Long> open = () -> {
            try (Connection own = MariaDbServer.shared().connect(database)) {
                own.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                start.await(30, TimeUnit.SECONDS);
                return store.takeOver(own, 2).epoch();
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Long> one = threads.submit(open);
            Future<Long> other = threads.submit(open);
            assertThat(List.of(one.get(30, TimeUnit.SECONDS), other.get(30, TimeUnit.SECONDS)))
                    .containsExactlyInAnyOrder(1L, 2L);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldRefuseToGoOnWhereTheTargetHasLostCommits() throws SQLException {
        LaneRow row = store.lane(0, store.takeOver(connection, 1));
        move(row, SOME);
        long second = move(row, SOME);
        execute("UPDATE progress SET seq = 1 WHERE lane = 0");
        connection.commit();
        assertThatThrownBy(() -> row.settle(connection, second + 1))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("lost commits");
    }

    @Test
    void shouldTellACommittedBatch() throws SQLException {
        LaneRow row = store.lane(0, store.takeOver(connection, 1));
        long number = move(row, SOME);
        assertThat(row.settle(connection, number)).isEqualTo(LaneRow.Outcome.APPLIED);
        move(row, SOME);
    }

    @Test
    void shouldKeepAStragglerFromCommitting() throws SQLException {
        LaneRow row = store.lane(0, store.takeOver(connection, 1));
        long number = row.next();
        String straggler = row.statement(number, SOME, 0);
        assertThat(row.settle(connection, number)).isEqualTo(LaneRow.Outcome.NOT_APPLIED);
        assertThatThrownBy(() -> execute(straggler)).isInstanceOf(SQLException.class);
        execute(row.statement(number, SOME, 0));
        connection.commit();
        assertThat(row.look(connection, number)).isEqualTo(LaneRow.Outcome.APPLIED);
    }

    @Test
    void shouldRefuseABatchThatTheServerHadReportedAsFailed() throws SQLException {
        LaneRow row = store.lane(0, store.takeOver(connection, 1));
        execute(row.statement(row.next(), SOME, 0));
        connection.commit(); // and nobody says so
        long next = row.next();
        assertThatThrownBy(() -> row.look(connection, next))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("Start again");
    }

    private long move(LaneRow row, LaneProgress progress) throws SQLException {
        long number = row.next();
        execute(row.statement(number, progress, 0));
        connection.commit();
        row.committed(number);
        return number;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static LaneProgress progress(long lowWater, long... commitTs) {
        return new LaneProgress(CommitTs.of(lowWater), done(commitTs));
    }

    private static AppliedTransactions done(long... commitTs) {
        AppliedTransactions.Builder done = AppliedTransactions.builder();
        for (long ts : commitTs) {
            done.add(7, ts - 1, ts);
        }
        return done.build();
    }
}
