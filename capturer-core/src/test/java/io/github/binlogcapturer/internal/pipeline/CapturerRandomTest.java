package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.CapturerListener;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.Region;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Regions that join and leave, log things twice and log large things at random: what is delivered is what was logged, in order. */
class CapturerRandomTest extends CapturerFixture {

    private static final int LARGE = 3 << 19;

    private final List<Long> live = new ArrayList<>(List.of(0L, 1L));
    private final Set<Long> joined = ConcurrentHashMap.newKeySet();
    private final Set<Long> left = ConcurrentHashMap.newKeySet();
    private final List<String> expected = new ArrayList<>();
    private final List<String> delivered = new CopyOnWriteArrayList<>();
    private long ts = 1000;
    private long nextRegion = 100;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 108})
    void shouldDeliverInOrderWhatWasLogged(long seed) throws Exception {
        Random random = new Random(seed);
        source.rereadable = true;
        BinlogCapturer capturer = build(builder()
                .memoryLimit(4 << 20)
                .refreshInterval(Duration.ofMillis(2))
                .listener(new Changes()));
        EventStream stream = capturer.start();
        CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> drain(stream));
        for (int step = 0; step < 120; step++) {
            step(random);
        }
        live.forEach(region -> source.reach(region, ts + 10));
        soon().untilAsserted(() -> assertThat(delivered).as("seed %d", seed).hasSameSizeAs(expected));

        assertThat(delivered).as("seed %d", seed).isEqualTo(expected);
        capturer.close();
        reading.get(10, TimeUnit.SECONDS);
    }

    private void step(Random random) {
        ts += 10;
        switch (random.nextInt(16)) {
            case 0 -> join(random);
            case 1 -> leave(random);
            case 2 -> commitTwice(any(random));
            case 3 -> commit(any(random), LARGE);
            case 4 -> live.stream().sorted().forEach(region -> commit(region, 0));
            case 5 -> live.forEach(region -> source.reach(region, ts));
            default -> commit(any(random), 0);
        }
    }

    private long any(Random random) {
        return live.get(random.nextInt(live.size()));
    }

    private void commit(long region, int sqlBytes) {
        source.commit(region, ts, ts - 5, 0, ScriptedSource.TABLE_ID, sqlBytes, new long[] {ts, region});
        expected.add(region + "@" + ts);
    }

    private void commitTwice(long region) {
        commit(region, 0);
        source.commit(region, ts + 3, ts - 5, 0, ScriptedSource.TABLE_ID, ts, region);
        ts += 5;
    }

    /** A region may sort in front of all others or behind. */
    private void join(Random random) {
        if (live.size() < 6) {
            nextRegion++;
            long region = random.nextBoolean() ? nextRegion : -nextRegion;
            source.addRegionBehind(region, ts - 1);
            soon().until(() -> joined.contains(region));
            live.add(region);
        }
    }

    private void leave(Random random) {
        if (live.size() > 1) {
            long region = any(random);
            // or it may be paused, with others behind of which the test has nothing more to tell
            live.forEach(other -> source.reach(other, ts));
            soon().until(() -> source.pending(region) == 0);
            source.dropRegion(region);
            soon().until(() -> left.contains(region));
            live.remove(region);
        }
    }

    private static ConditionFactory soon() {
        return await().atMost(WAIT).pollInterval(Duration.ofMillis(2));
    }

    private void drain(EventStream stream) {
        try {
            while (true) {
                for (Transaction transaction :
                        stream.get(5, Duration.ofSeconds(1)).transactions()) {
                    Piece piece = transaction.pieces().get(0);
                    delivered.add(piece.regionId() + "@" + piece.commitTs().value());
                }
            }
        } catch (InterruptedException | RuntimeException closed) {
            // the test's assertion tells what is missing
        }
    }

    private final class Changes implements CapturerListener {

        @Override
        public void onRegionJoined(Region region) {
            joined.add(region.regionId());
        }

        @Override
        public void onRegionLeft(Region region, CommitTs reached) {
            left.add(region.regionId());
        }
    }
}
