package io.github.binlogcapturer.benchmarks.mysql;

import io.github.binlogcapturer.benchmarks.workload.RowWrite;
import io.github.binlogcapturer.benchmarks.workload.Workload;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A way looks at the table that it leaves, and throws where that is not what the transactions make of it. */
class PeersTest {

    @Test
    void shouldLeaveTheRowsOfTheTransactionsByEachWay() throws Exception {
        List<RowWrite> writes = Workload.ZIPF_099.writes(5000, 1);
        try (MySqlTarget target = new MySqlTarget()) {
            for (Applier applier : List.of(Peers.bulk(), Peers.perCommit(), Peers.serialMerged(), new SinkOfOurs(2))) {
                assertThat(target.way(applier, writes, Duration.ZERO).rate())
                        .as(applier.name())
                        .isPositive();
            }
            assertThat(target.way(Peers.bulk(), writes, Duration.ofMillis(1)).rate())
                    .isPositive();
        }
    }
}
