package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.LaneBatch;
import io.github.binlogcapturer.spi.SinkLane;
import io.github.binlogcapturer.spi.SinkStanding;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import io.github.binlogcapturer.testkit.database.TcpProxy;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.sink.mysql.Lab.CONTEXT;
import static io.github.binlogcapturer.sink.mysql.Lab.batch;
import static io.github.binlogcapturer.sink.mysql.Lab.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A table without a key shows every row that is written twice. */
class ExactlyOnceTest {

    private final Lab lab = new Lab(MariaDbServer.shared());

    @Test
    void shouldApplyABatchOnceWhateverIsCut() throws Exception {
        long seed = Long.getLong("seed", 1);
        Random random = new Random(seed);
        try (TcpProxy proxy = TcpProxy.to(lab.server.host(), lab.server.port());
                LogCapture log = LogCapture.ofSink();
                MySqlSink sink = lab.sink(proxy.port()).build()) {
            sink.open(CONTEXT);
            SinkLane lane = connected(sink);
            int rounds = 24;
            for (int i = 1; i <= rounds; i++) {
                switch (random.nextInt(4)) {
                    case 0 -> proxy.cutAfter("COMMIT");
                    case 1 -> proxy.cutBefore("COMMIT");
                    case 2 -> proxy.cutAll();
                    default -> {}
                }
                lane.apply(batch(keylessInsert(i)));
            }
            assertThat(lab.query("SELECT id FROM keyless ORDER BY id"))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, rounds)
                            .mapToObj(Long::toString)
                            .toList());
            assertThat(log.messages()).anyMatch(line -> line.contains("Lost the connection"));
        }
    }

    @Test
    void shouldApplyABatchOfManyPacketsOnce() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(lab.server.host(), lab.server.port());
                LogCapture log = LogCapture.ofSink();
                MySqlSink sink = lab.sink(proxy.port()).rowsPerStatement(100).build()) {
            sink.open(CONTEXT);
            SinkLane lane = connected(sink);
            String wide = "x".repeat(60);
            Transaction large = transaction(
                    1,
                    LongStream.range(0, 60_000)
                            .mapToObj(id -> lab.insert(lab.keyless, id, wide))
                            .toArray(io.github.binlogcapturer.event.RowChange[]::new));
            proxy.cutAfter("COMMIT");
            lane.apply(batch(large));
            assertThat(log.messages()).anyMatch(line -> line.contains("Lost the connection"));
        }
        assertThat(lab.query("SELECT COUNT(*) FROM keyless")).containsExactly("60000");
    }

    @Test
    void shouldGoOnWithAnotherNumberOfLanes() throws Exception {
        try (MySqlSink sink = lab.sink().lanes(4).build()) {
            assertThat(sink.open(CONTEXT)).isEqualTo(SinkStanding.unknown());
            for (int i = 0; i < 4; i++) {
                sink.lane(i).apply(batch(keylessInsert(i)));
            }
        }
        for (int lanes = 1; lanes <= 3; lanes++) {
            try (MySqlSink sink = lab.sink().lanes(lanes).build()) {
                SinkStanding standing = sink.open(CONTEXT);
                assertThat(standing.lowWater()).isEqualTo(CommitTs.of(1));
                assertThat(standing.done().size()).isEqualTo(3 + lanes);
                assertThat(standing.done().contains(keylessInsert(2))).isTrue();
                sink.lane(0).apply(batch(keylessInsert(10 + lanes)));
            }
        }
    }

    @Test
    void shouldKeepProgressWithoutTransactions() throws Exception {
        try (MySqlSink sink = lab.sink().build()) {
            sink.open(CONTEXT);
            sink.lane(0).apply(batch());
        }
        try (MySqlSink sink = lab.sink().build()) {
            assertThat(sink.open(CONTEXT).lowWater()).isEqualTo(CommitTs.of(1));
        }
    }

    @Test
    void shouldFenceTheOlderOfTwo() throws Exception {
        try (MySqlSink older = lab.sink().build();
                MySqlSink newer = lab.sink().lanes(1).build()) {
            older.open(CONTEXT);
            List<SinkLane> lanes = List.of(older.lane(0), older.lane(1));
            for (SinkLane lane : lanes) {
                lane.apply(batch(keylessInsert(1)));
            }
            newer.open(CONTEXT);
            for (SinkLane lane : lanes) {
                LaneBatch late = batch(keylessInsert(9));
                assertThatThrownBy(() -> lane.apply(late))
                        .isInstanceOf(FencedException.class)
                        .hasMessageContaining("test/sink")
                        .hasMessageContaining("process");
            }
            newer.lane(0).apply(batch(keylessInsert(2)));
        }
        assertThat(lab.query("SELECT id FROM keyless ORDER BY id")).containsExactly("1", "1", "2");
    }

    @Test
    void shouldChangeNoTablesOnceItIsFenced() throws Exception {
        try (MySqlSink older = lab.sink().createMissingTables(true).build();
                MySqlSink newer = lab.sink().build()) {
            older.open(CONTEXT);
            newer.open(CONTEXT);
            lab.sql("DROP TABLE keyed");
            assertThatThrownBy(() -> older.rules(lab.keyed)).isInstanceOf(FencedException.class);
        }
        assertThat(lab.query("SHOW TABLES LIKE 'keyed'")).isEmpty();
    }

    @Test
    void shouldNotFenceOthersOfAnotherName() throws Exception {
        try (MySqlSink one = lab.sink().build();
                MySqlSink other = lab.sink().build()) {
            one.open(CONTEXT);
            other.open(new io.github.binlogcapturer.spi.SinkContext("test", "other"));
            one.lane(0).apply(batch(keylessInsert(1)));
            other.lane(0).apply(batch(keylessInsert(2)));
        }
    }

    @Test
    void shouldBeOpenedOnce() throws Exception {
        try (MySqlSink sink = lab.sink().build()) {
            sink.open(CONTEXT);
            assertThatThrownBy(() -> sink.open(CONTEXT)).isInstanceOf(IllegalStateException.class);
        }
    }

    /** A session's set-up has the word COMMITTED in it, so all must be there before the proxy listens for COMMIT. */
    private SinkLane connected(MySqlSink sink) throws Exception {
        sink.rules(lab.keyless);
        SinkLane lane = sink.lane(0);
        lane.apply(batch());
        return lane;
    }

    private Transaction keylessInsert(long id) {
        return transaction(id + 1, lab.insert(lab.keyless, id, "row"));
    }
}
