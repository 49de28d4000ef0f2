package io.github.binlogcapturer.internal.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The lanes of one sink. Each is closed once: by its thread, or here where it never got one. Used by the dispatcher's thread. */
final class LaneCrew {

    private final List<LaneRunner> lanes = new ArrayList<>();
    private CountDownLatch running = new CountDownLatch(0);
    private int started;

    void add(LaneRunner lane) {
        lanes.add(lane);
    }

    /** Starts a thread for each lane. */
    void start(String name, Applier.Threads threads) {
        running = new CountDownLatch(lanes.size());
        for (LaneRunner lane : lanes) {
            threads.start(name + "-lane-" + started, lane);
            started++;
        }
    }

    /** Called by each lane's thread as the last thing it does. */
    void ended() {
        running.countDown();
    }

    /** Interrupts all lanes and closes those that were never started. */
    void interrupt() {
        lanes.forEach(LaneRunner::interrupt);
        for (; started < lanes.size(); started++) {
            lanes.get(started).close();
            ended();
        }
    }

    /**
     * Waits until all lanes are closed. An interrupt makes it interrupt the lanes, but not leave before them: the sink is closed behind
     * its lanes.
     *
     * @throws InterruptedException if the thread was interrupted; all lanes are closed then too
     */
    void awaitEnd() throws InterruptedException {
        boolean interrupted = false;
        while (true) {
            try {
                running.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                interrupt();
            }
        }
        if (interrupted) {
            throw new InterruptedException("Interrupted while the lanes ended");
        }
    }
}
