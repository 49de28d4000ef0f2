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
    private Standing saved = Standing.NONE;

    public CheckpointCommitter(String capture, CheckpointStore store, CaptureClock clock) {
        this.capture = capture;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Reads where the last run stood.
     *
     * @return the positions and regions, none where no checkpoint was ever saved
     * @throws CheckpointException if the checkpoint is damaged, foreign, or of another capture; it is left as it is
     * @throws RetriableException if the store cannot be read now
     */
    public synchronized Standing load() {
        try {
            Optional<Checkpoint> found = store.load();
            if (found.isPresent() && !found.get().capture().equals(capture)) {
                throw new CheckpointException("The checkpoint is of capture \""
                        + found.get().capture() + "\", but this is capture \"" + capture
                        + "\". It was left as it is; give each capture a checkpoint store of its own");
            }
            saved = found.map(checkpoint -> new Standing(checkpoint.positions(), checkpoint.regions()))
                    .orElse(Standing.NONE);
            return saved;
        } catch (IOException e) {
            throw new RetriableException(
                    "The checkpoint of capture \"" + capture + "\" cannot be read: " + e
                            + ". Nothing was started; make the store readable and start again",
                    e);
        }
    }

    /**
     * Saves positions and regions if any of them changed since the last save. Positions of subscribers that are not named stay as they
     * were, so that one that is left out for a while can come back; regions that are not named are forgotten.
     *
     * @param standing asked within, so that of two savers the later one saves the later positions
     * @return the checkpoint that was saved, or empty where nothing moved
     * @throws IOException if the store fails; the next call tries again
     */
    public synchronized Optional<Checkpoint> save(Supplier<Standing> standing) throws IOException {
        Standing now = standing.get();
        Map<String, CommitTs> positions = new HashMap<>(saved.positions());
        positions.putAll(now.positions());
        Standing next = new Standing(positions, now.regions());
        if (next.equals(saved)) {
            return Optional.empty();
        }
        Checkpoint checkpoint = Checkpoint.of(
                capture, next.positions(), next.regions(), clock.now().truncatedTo(ChronoUnit.MILLIS));
        store.save(checkpoint);
        saved = next;
        return Optional.of(checkpoint);
    }
}
