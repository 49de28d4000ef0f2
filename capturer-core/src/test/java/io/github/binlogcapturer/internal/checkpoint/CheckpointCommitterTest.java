package io.github.binlogcapturer.internal.checkpoint;

import io.github.binlogcapturer.error.CheckpointException;
import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.Checkpoint;
import io.github.binlogcapturer.spi.CheckpointStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CheckpointCommitterTest {

    private static final Instant NOW = Instant.parse("2026-11-21T07:39:23.526789Z");
    private static final Instant NOW_IN_MS = Instant.parse("2026-11-21T07:39:23.526Z");

    private final Store store = new Store();
    private final CheckpointCommitter committer = committer("orders");

    @Test
    void shouldFindNothingWhereNothingWasSaved() {
        assertThat(committer.load()).isEqualTo(Standing.NONE);
    }

    @Test
    void shouldFindWhatAnEarlierRunSaved() throws Exception {
        committer.save(() -> standing(100));

        assertThat(committer("orders").load()).isEqualTo(standing(100));
    }

    @Test
    void shouldRefuseTheCheckpointOfAnotherCapture() throws Exception {
        committer.save(() -> standing(100));

        assertThatThrownBy(committer("users")::load)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("\"orders\"", "\"users\"", "left as it is");
        assertThat(store.saved).hasSize(1);
    }

    @Test
    void shouldLetADamagedCheckpointThrough() {
        store.failure = new CheckpointException("damaged");

        assertThatThrownBy(committer::load)
                .isInstanceOf(CheckpointException.class)
                .hasMessage("damaged");
    }

    @Test
    void shouldSayThatAStoreThatCannotBeReadMayBeTriedAgain() {
        store.failure = new IOException("timed out");

        assertThatThrownBy(committer::load)
                .isInstanceOf(RetriableException.class)
                .hasMessageContainingAll("\"orders\"", "timed out")
                .hasCause(store.failure);
    }

    @Test
    void shouldSaveWithNameAndTimeInMilliseconds() throws Exception {
        Optional<Checkpoint> saved = committer.save(() -> standing(100));

        assertThat(saved).contains(Checkpoint.of("orders", at(100), NOW_IN_MS));
        assertThat(store.saved).containsExactly(saved.orElseThrow());
    }

    @Test
    void shouldSaveNothingWhereNothingMoved() throws Exception {
        committer.save(() -> standing(100));

        assertThat(committer.save(() -> standing(100))).isEmpty();
        assertThat(store.saved).hasSize(1);
    }

    @Test
    void shouldSaveNothingWhereTheLastRunStoodThere() throws Exception {
        committer.save(() -> standing(100));
        CheckpointCommitter later = committer("orders");
        later.load();

        assertThat(later.save(() -> standing(100))).isEmpty();
        assertThat(later.save(() -> standing(101))).isPresent();
    }

    @Test
    void shouldTryAFailedSaveAgain() throws Exception {
        store.failure = new IOException("no space left");
        assertThatThrownBy(() -> committer.save(() -> standing(100))).isSameAs(store.failure);
        store.failure = null;

        assertThat(committer.save(() -> standing(100))).isPresent();
        assertThat(store.saved).hasSize(1);
    }

    @Test
    void shouldKeepThePositionOfASubscriberThatIsLeftOut() throws Exception {
        committer.save(() -> new Standing(Map.of("search", CommitTs.of(100), "audit", CommitTs.of(50)), Map.of()));
        CheckpointCommitter later = committer("orders");
        later.load();

        assertThat(later.save(() -> standing(120)).orElseThrow().positions())
                .isEqualTo(Map.of("search", CommitTs.of(120), "audit", CommitTs.of(50)));
        assertThat(committer("orders").load().positions()).containsEntry("audit", CommitTs.of(50));
    }

    @Test
    void shouldSaveAPositionThatWasSetBack() throws Exception {
        committer.save(() -> standing(100));

        assertThat(committer.save(() -> standing(40)).orElseThrow().positions()).isEqualTo(at(40));
    }

    @Test
    void shouldSaveWhereTheRegionsAloneHaveChanged() throws Exception {
        committer.save(() -> standing(100));

        assertThat(committer.save(() -> new Standing(at(100), Map.of(4L, 90L))))
                .contains(Checkpoint.of("orders", at(100), Map.of(4L, 90L), NOW_IN_MS));
        assertThat(committer("orders").load().regions()).isEqualTo(Map.of(4L, 90L));
    }

    @Test
    void shouldForgetRegionsThatAreNotNamed() throws Exception {
        committer.save(() -> new Standing(at(100), Map.of(3L, 0L, 4L, 90L)));

        assertThat(committer
                        .save(() -> new Standing(at(100), Map.of(3L, 0L)))
                        .orElseThrow()
                        .regions())
                .isEqualTo(Map.of(3L, 0L));
    }

    private CheckpointCommitter committer(String capture) {
        return new CheckpointCommitter(capture, store, new StandingClock());
    }

    private static Standing standing(long ts) {
        return new Standing(at(ts), Map.of());
    }

    private static Map<String, CommitTs> at(long ts) {
        return Map.of("search", CommitTs.of(ts));
    }

    private static final class Store implements CheckpointStore {

        private final List<Checkpoint> saved = new ArrayList<>();
        private @Nullable Exception failure;

        @Override
        public Optional<Checkpoint> load() throws IOException {
            fail();
            return saved.isEmpty() ? Optional.empty() : Optional.of(saved.get(saved.size() - 1));
        }

        @Override
        public void save(Checkpoint checkpoint) throws IOException {
            fail();
            saved.add(checkpoint);
        }

        private void fail() throws IOException {
            if (failure instanceof IOException unreachable) {
                throw unreachable;
            } else if (failure instanceof RuntimeException unreadable) {
                throw unreadable;
            }
        }
    }

    private static final class StandingClock implements CaptureClock {

        @Override
        public Instant now() {
            return NOW;
        }

        @Override
        public long nanoTime() {
            return 0;
        }
    }
}
