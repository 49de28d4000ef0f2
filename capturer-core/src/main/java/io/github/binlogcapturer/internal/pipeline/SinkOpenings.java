package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.apply.Applier;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The threads of users that open sinks. They can be interrupted, since a sink may wait in there for as long as its target is down.
 * Thread-safe.
 */
final class SinkOpenings {

    // guarded by this
    private final Set<Thread> opening = new HashSet<>();
    private final Set<Thread> interrupted = new HashSet<>();

    /**
     * Opens a sink, in the calling thread.
     *
     * @param requireUsable throws where no sink is to be opened any more; the capturer ends first and interrupts second
     * @throws InterruptedException if the thread was interrupted, by {@link #interrupt} or by somebody else
     */
    @Nullable
    CommitTs open(Applier applier, Runnable requireUsable) throws InterruptedException {
        enter(requireUsable);
        try {
            return applier.open();
        } finally {
            leave();
        }
    }

    /** Interrupts all that are opening a sink, but the calling thread. */
    synchronized void interrupt() {
        for (Thread thread : opening) {
            if (thread != Thread.currentThread()) {
                interrupted.add(thread);
                thread.interrupt();
            }
        }
    }

    private synchronized void enter(Runnable requireUsable) {
        requireUsable.run();
        opening.add(Thread.currentThread());
    }

    /** A flag that was set in here and not noticed is no business of the user's thread. */
    private synchronized void leave() {
        opening.remove(Thread.currentThread());
        if (interrupted.remove(Thread.currentThread())) {
            Thread.interrupted();
        }
    }
}
