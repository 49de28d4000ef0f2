package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.spi.CommitTurn;
import io.github.binlogcapturer.spi.SinkLane;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.sink.mysql.Lab.CONTEXT;
import static io.github.binlogcapturer.sink.mysql.Lab.batch;
import static io.github.binlogcapturer.sink.mysql.Lab.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CommitOrderTest {

    private final Lab lab = new Lab(MariaDbServer.shared());

    @Test
    void shouldExecuteBeforeItsTurnAndCommitAtIt() throws Exception {
        Turn turn = new Turn(true) {
            @Override
            void look() {
                assertThat(visibleRows()).isEmpty();
                assertThat(lab.query("SELECT trx_rows_modified FROM information_schema.innodb_trx"
                                + " WHERE trx_rows_modified > 0"))
                        .isNotEmpty();
            }
        };
        try (MySqlSink sink = lab.sink().build()) {
            sink.open(CONTEXT);
            sink.lane(0).apply(batch(turn, false, transaction(1, lab.insert(lab.keyless, 1, "a"))));
        }
        assertThat(turn.awaited.get()).isEqualTo(1);
        assertThat(visibleRows()).containsExactly("1");
    }

    @Test
    void shouldGiveItsLocksBackWhereAnEarlierBatchIsBlocked() throws Exception {
        lab.sql("INSERT INTO keyed VALUES (5, 'before')");
        Turn turn = new Turn(false) {
            @Override
            void look() {
                if (awaited.get() == 2) {
                    lab.sql("INSERT INTO keyless VALUES (7, 'between')");
                    lab.sql("UPDATE keyed SET name = 'before' WHERE id = 5");
                }
            }
        };
        try (MySqlSink sink = lab.sink().build()) {
            sink.open(CONTEXT);
            sink.lane(0)
                    .apply(batch(
                            turn,
                            false,
                            transaction(1, lab.insert(lab.keyless, 1, "a"), lab.update(lab.keyed, 5, "before", "b"))));
        }
        assertThat(turn.awaited.get()).isEqualTo(2);
        assertThat(visibleRows()).containsExactly("1", "7");
        assertThat(lab.query("SELECT name FROM keyed")).containsExactly("b");
    }

    @Test
    void shouldSayThatItIsBlocked() throws Exception {
        lab.sql("INSERT INTO keyed VALUES (5, 'before')");
        CountDownLatch blocked = new CountDownLatch(1);
        Turn turn = new Turn(true) {
            @Override
            public void blocked() {
                blocked.countDown();
            }
        };
        try (MySqlSink sink = lab.sink().lockWait(Duration.ofSeconds(1)).build();
                java.sql.Connection other = lab.server.connect(lab.database);
                java.sql.Statement lock = other.createStatement()) {
            sink.open(CONTEXT);
            SinkLane lane = sink.lane(0);
            other.setAutoCommit(false);
            lock.execute("SELECT * FROM keyed FOR UPDATE");
            Thread releases = new Thread(() -> {
                try {
                    blocked.await(60, TimeUnit.SECONDS);
                    other.rollback();
                } catch (InterruptedException | java.sql.SQLException e) {
                    throw new AssertionError(e);
                }
            });
            releases.start();
            lane.apply(batch(turn, false, transaction(1, lab.update(lab.keyed, 5, "before", "b"))));
            releases.join();
        }
        assertThat(blocked.getCount()).isZero();
        assertThat(lab.query("SELECT name FROM keyed")).containsExactly("b");
    }

    @Test
    void shouldCommitNothingWhenItsTurnIsInterrupted() throws Exception {
        Turn turn = new Turn(true) {
            @Override
            void look() throws InterruptedException {
                throw new InterruptedException("stop");
            }
        };
        try (MySqlSink sink = lab.sink().build()) {
            sink.open(CONTEXT);
            SinkLane lane = sink.lane(0);
            assertThatThrownBy(() -> lane.apply(batch(turn, false, transaction(1, lab.insert(lab.keyless, 1, "a")))))
                    .isInstanceOf(InterruptedException.class);
        }
        assertThat(visibleRows()).isEmpty();
    }

    private List<String> visibleRows() {
        return lab.query("SELECT id FROM keyless ORDER BY id");
    }

    private static class Turn implements CommitTurn {

        final AtomicInteger awaited = new AtomicInteger();
        private final boolean first;

        Turn(boolean first) {
            this.first = first;
        }

        void look() throws InterruptedException {}

        @Override
        public boolean isOrdered() {
            return true;
        }

        @Override
        public boolean await() throws InterruptedException {
            int count = awaited.incrementAndGet();
            look();
            return first || count > 1;
        }

        @Override
        public void blocked() {}
    }
}
