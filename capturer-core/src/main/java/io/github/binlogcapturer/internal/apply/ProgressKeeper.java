package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.CaptureClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Has the target keep a position that moves where no transaction carries it: behind filtered stretches, in quiet times, at the end. Else
 * it would grow old until the source holds it no more. Used by the dispatcher's thread.
 */
final class ProgressKeeper {

    /** How long the target's position may be behind that of the stream. */
    private static final long BEHIND_NS = Duration.ofSeconds(10).toNanos();

    private static final long UNKNOWN = -1;

    private final EventStream stream;
    private final Scheduler scheduler;
    private final CaptureClock clock;
    /** What the target was given last, as far as this has seen. */
    private long givenTs;

    private boolean behind;
    private long behindSinceNs;

    /** @param inTarget the position that the target has, or null where it has none */
    ProgressKeeper(EventStream stream, Scheduler scheduler, CaptureClock clock, @Nullable CommitTs inTarget) {
        this.stream = stream;
        this.scheduler = scheduler;
        this.clock = clock;
        this.givenTs = inTarget == null ? UNKNOWN : inTarget.value();
    }

    /** Looks whether the target's position has grown old. Called while the stream has nothing. */
    void whenIdle() {
        long ts = stream.position().value();
        if (scheduler.inFlight() > 0 || noteGiven() || ts <= givenTs) {
            behind = false;
        } else if (!behind) {
            behind = true;
            behindSinceNs = clock.nanoTime();
        } else if (clock.nanoTime() - behindSinceNs >= BEHIND_NS) {
            offer(ts);
        }
    }

    /** Notes what lanes have carried to the target; returns whether one has carried a higher position to the target since the last look. */
    private boolean noteGiven() {
        long before = givenTs;
        givenTs = Math.max(before, scheduler.givenTs());
        return givenTs > before;
    }

    /** Waits until everything in flight is done and acknowledged, and the target has the position behind it. */
    void atEnd() throws InterruptedException {
        stream.ack(scheduler.awaitDone());
        long ts = stream.position().value();
        noteGiven();
        if (ts > givenTs) {
            offer(ts);
            scheduler.awaitDone();
        }
    }

    private void offer(long ts) {
        scheduler.offerProgress(ts);
        givenTs = ts;
        behind = false;
    }
}
