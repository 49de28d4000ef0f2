package io.github.binlogcapturer.internal.checkpoint;

import io.github.binlogcapturer.error.CheckpointException;
import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.Checkpoint;
import io.github.binlogcapturer.spi.CheckpointStore;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Keeps the stored checkpoint in step with the positions. Thread-safe. */
public final class CheckpointCommitter {

    private final String capture;
    private final CheckpointStore store;
    private final CaptureClock clock;
    private Map<String, CommitTs> saved = Map.of();

    public CheckpointCommitter(String capture, CheckpointStore store, CaptureClock clock) {
        this.capture = capture;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Reads the positions of the last run.
     *
     * @return per subscriber the position, empty where no checkpoint was ever saved
     * @throws CheckpointException if the checkpoint is damaged, foreign, or of another capture; it is left as it is
     * @throws RetriableException if the store cannot be read now
     */
    public synchronized Map<String, CommitTs> load() {
        try {
            Optional<Checkpoint> found = store.load();
            if (found.isPresent() && !found.get().capture().equals(capture)) {
                throw new CheckpointException("The checkpoint is of capture \""
                        + found.get().capture() + "\", but this is capture \"" + capture
                        + "\". It was left as it is; give each capture a checkpoint store of its own");
            }
            saved = found.map(Checkpoint::positions).map(Map::copyOf).orElse(Map.of());
            return saved;
        } catch (IOException e) {
            throw new RetriableException(
                    "The checkpoint of capture \"" + capture + "\" cannot be read: " + e
                            + ". Nothing was started; make the store readable and start again",
                    e);
        }
    }

    /**
     * Saves positions if they moved since the last save. Positions of subscribers that are not named stay as they were, so that one
     * that is left out for a while can come back.
     *
     * @param positions asked within, so that of two savers the later one saves the later positions
     * @return the checkpoint that was saved, or empty where nothing moved
     * @throws IOException if the store fails; the next call tries again
     */
    public synchronized Optional<Checkpoint> save(Supplier<Map<String, CommitTs>> positions) throws IOException {
        Map<String, CommitTs> all = new HashMap<>(saved);
        all.putAll(positions.get());
        if (all.equals(saved)) {
            return Optional.empty();
        }
        Checkpoint checkpoint = Checkpoint.of(capture, all, clock.now().truncatedTo(ChronoUnit.MILLIS));
        store.save(checkpoint);
        saved = Map.copyOf(all);
        return Optional.of(checkpoint);
    }
}
