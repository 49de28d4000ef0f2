package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.CheckpointStore;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.testkit.RecordedCluster;
import io.github.binlogcapturer.testkit.Recordings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a real cluster logged of every column type, written and read back. */
@Timeout(120)
class RecordedSegmentsTest {

    @TempDir
    Path folder;

    @Test
    void shouldReadBackARecordingOfEveryType() throws Exception {
        List<BinlogEvent> events = captured();
        assertThat(events).hasSizeGreaterThan(50);
        Files.write(Logs.path(folder, 1, ".seg"), TestFile.file(events, true));

        assertThat(Logs.comparable(Logs.read(folder, null))).isEqualTo(Logs.comparable(Logs.behind(events, 0)));
    }

    private static List<BinlogEvent> captured() throws Exception {
        Collector collector = new Collector();
        try (RecordedCluster cluster = RecordedCluster.builder()
                        .recording(Recordings.EVERY_TYPE)
                        .idleHeartbeats(Duration.ofMillis(20))
                        .start();
                BinlogCapturer capturer = BinlogCapturer.builder()
                        .metaServers(cluster.metaServers())
                        .namespace(cluster.namespace())
                        .tables("cdc.*")
                        .binlogTables("cdc.bl_a", "cdc.bl_p")
                        .pollInterval(Duration.ofMillis(5))
                        .checkpoints(CheckpointStore.inMemory())
                        .startFrom(StartPosition.earliest())
                        .build()) {
            capturer.applyTo(collector);
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                assertThat(capturer.failure()).isEmpty();
                return capturer.start().position().compareTo(cluster.lastTs()) >= 0;
            });
        }
        return List.copyOf(collector.events);
    }

    private static final class Collector implements Sink {

        private final List<BinlogEvent> events = new CopyOnWriteArrayList<>();

        @Override
        public @Nullable CommitTs open(SinkContext context) {
            return null;
        }

        @Override
        public void write(List<BinlogEvent> list) {
            events.addAll(list);
        }
    }
}
