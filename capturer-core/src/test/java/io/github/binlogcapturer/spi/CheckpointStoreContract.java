package io.github.binlogcapturer.spi;

import io.github.binlogcapturer.event.CommitTs;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What every {@link CheckpointStore} must do. */
abstract class CheckpointStoreContract {

    private static final Instant SAVED_AT = Instant.parse("2026-11-21T07:39:23.325Z");

    /** Returns the store under test; called again within a test, one that sees what the first has saved. */
    abstract CheckpointStore store();

    @Test
    void shouldBeEmptyAtFirst() throws IOException {
        assertThat(store().load()).isEmpty();
    }

    @Test
    void shouldLoadWhatWasSaved() throws IOException {
        Checkpoint checkpoint =
                Checkpoint.of("orders", Map.of("a", CommitTs.of(5), "b", CommitTs.of(Long.MAX_VALUE)), SAVED_AT);
        store().save(checkpoint);
        assertThat(store().load()).contains(checkpoint);
    }

    @Test
    void shouldKeepOnlyTheLast() throws IOException {
        store().save(Checkpoint.of("orders", Map.of("a", CommitTs.of(5), "gone", CommitTs.of(6)), SAVED_AT));
        Checkpoint last = Checkpoint.of("orders", Map.of("a", CommitTs.of(4)), SAVED_AT.plusMillis(1));
        store().save(last);
        assertThat(store().load()).contains(last);
        assertThat(store().load()).contains(last);
    }

    @Test
    void shouldTakeACheckpointWithoutPositions() throws IOException {
        Checkpoint checkpoint = Checkpoint.of("", Map.of(), Instant.EPOCH.minusMillis(1));
        store().save(checkpoint);
        assertThat(store().load()).contains(checkpoint);
    }

    @Test
    void shouldLoadTheRegionsToo() throws IOException {
        Checkpoint checkpoint = Checkpoint.of(
                "orders",
                Map.of("a", CommitTs.of(5)),
                Map.of(-1L, 0L, 7L, Long.MAX_VALUE, Long.MAX_VALUE, 1L),
                SAVED_AT);
        store().save(checkpoint);
        assertThat(store().load()).contains(checkpoint);
    }

    @Test
    void shouldTakeAnyCharactersInNames() throws IOException {
        long seed = Long.getLong("seed", 1);
        Random random = new Random(seed);
        Map<String, CommitTs> positions = new TreeMap<>(Map.of("", CommitTs.of(1), "a=b\n\\u0041", CommitTs.of(2)));
        for (int i = 0; i < 200; i++) {
            positions.put(name(random), CommitTs.of(1 + random.nextInt(1000)));
        }
        Checkpoint checkpoint = Checkpoint.of(name(random), positions, SAVED_AT);
        store().save(checkpoint);
        assertThat(store().load()).as("seed %s", seed).contains(checkpoint);
    }

    /** Any UTF-16 units, lone surrogates among them. */
    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        random.ints(random.nextInt(8), 0, 0x10000).forEach(unit -> name.append((char) unit));
        return name.append(random.nextInt(2) == 0 ? "=" : "").toString();
    }
}
