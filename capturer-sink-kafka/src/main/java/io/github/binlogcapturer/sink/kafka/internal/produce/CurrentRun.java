package io.github.binlogcapturer.sink.kafka.internal.produce;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The producer that a delivery has open. Owned by one thread, but for {@link #end}, which is thread-safe. */
final class CurrentRun {

    private volatile @Nullable ProducerRun run;

    void set(ProducerRun opened) {
        run = opened;
    }

    /**
     * @throws IllegalStateException if none was opened yet
     */
    ProducerRun get() {
        ProducerRun open = run;
        if (open == null) {
            throw new IllegalStateException("The producer is not open");
        }
        return open;
    }

    /** Ends the producer, if there is one; see {@link ProducerRun#end}. */
    void end(Duration patience) {
        ProducerRun ending = run;
        if (ending != null) {
            ending.end(patience);
        }
    }
}
