package io.github.binlogcapturer.testkit.functional;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.Checkpoint;
import io.github.binlogcapturer.spi.CheckpointStore;
import io.github.binlogcapturer.testkit.RecordedCluster;
import io.github.binlogcapturer.testkit.Recordings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Stopping and starting again, anywhere, loses nothing; after an orderly stop nothing acknowledged comes again. */
@Timeout(120)
class RestartTest {

    private RecordedCluster cluster;
    private List<CommitTs> expected;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws Exception {
        cluster = RecordedCluster.builder()
                .recording(Recordings.CONCURRENT)
                .followers(1)
                .start();
        expected = timestamps(Replays.all(capture(CheckpointStore.inMemory()), cluster));
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14})
    void shouldDeliverEachTransactionOnceOverManyOrderlyStops(long seed) throws Exception {
        Random random = new Random(seed);
        CheckpointStore checkpoints = CheckpointStore.file(folder.resolve("checkpoint"));
        List<CommitTs> acked = new ArrayList<>();
        while (acked.size() < expected.size()) {
            consumeSome(checkpoints, random, acked);
        }
        assertThat(acked).as("seed %d", seed).isEqualTo(expected);
    }

    /** Acknowledges some batches, leaves some unacknowledged, rolls some back, and closes. */
    private void consumeSome(CheckpointStore checkpoints, Random random, List<CommitTs> acked) throws Exception {
        int batches = 1 + random.nextInt(6);
        int batchSize = 1 + random.nextInt(200);
        try (BinlogCapturer capturer = capture(checkpoints).build()) {
            EventStream stream = capturer.start();
            List<Batch> outstanding = new ArrayList<>();
            for (int i = 0; i < batches && acked.size() < expected.size(); i++) {
                Batch batch = stream.getWithoutAck(batchSize, Duration.ofMillis(200));
                if (!batch.isEmpty()) {
                    outstanding.add(batch);
                }
                if (random.nextInt(3) == 0 && !outstanding.isEmpty()) {
                    Batch last = outstanding.get(random.nextInt(outstanding.size()));
                    stream.ack(last.id());
                    while (!outstanding.isEmpty() && outstanding.get(0).id() <= last.id()) {
                        acked.addAll(timestamps(outstanding.remove(0).events()));
                    }
                } else if (random.nextInt(4) == 0) {
                    stream.rollback();
                    outstanding.clear();
                }
            }
        }
    }

    @Test
    void shouldLoseNothingWhereTheProcessIsKilledAfterAnyBatch() throws Exception {
        // killed: the checkpoint saved last is some earlier one, however many batches were acknowledged since
        Random random = new Random(21);
        for (int round = 0; round < 12; round++) {
            int killedAt = random.nextInt(expected.size());
            CheckpointStore stale = CheckpointStore.inMemory();
            List<CommitTs> before = consumeUpTo(stale, killedAt);
            List<CommitTs> after = timestamps(Replays.all(capture(stale), cluster));

            List<CommitTs> all = new ArrayList<>(before);
            all.addAll(after);
            assertThat(after).isSubsetOf(expected);
            assertThat(all).as("killed after %d transactions", killedAt).containsAll(expected);
            assertThat(after)
                    .as("killed after %d transactions", killedAt)
                    .isEqualTo(expected.subList(expected.size() - after.size(), expected.size()));
        }
    }

    private List<CommitTs> consumeUpTo(CheckpointStore saved, int count) throws Exception {
        CheckpointStore live = CheckpointStore.inMemory();
        List<CommitTs> acked = new ArrayList<>();
        try (BinlogCapturer capturer = capture(live).build()) {
            EventStream stream = capturer.start();
            boolean kept = false;
            while (acked.size() < count) {
                Batch batch = stream.get(50, Duration.ofMillis(200));
                acked.addAll(timestamps(batch.events()));
                if (!kept && acked.size() >= count / 2) {
                    saved.save(Checkpoint.of("default", Map.of(stream.name(), stream.position()), Instant.EPOCH));
                    kept = true;
                }
            }
        }
        return acked;
    }

    private BinlogCapturerBuilder capture(CheckpointStore checkpoints) {
        return Replays.capture(cluster, "cdc.b1", "cdc.b2", "cdc.b3").checkpoints(checkpoints);
    }

    private static List<CommitTs> timestamps(List<BinlogEvent> events) {
        return Replays.transactions(events).stream().map(Transaction::commitTs).toList();
    }
}
