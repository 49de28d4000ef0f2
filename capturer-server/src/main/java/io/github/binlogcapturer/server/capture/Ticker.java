package io.github.binlogcapturer.server.capture;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures once a second and shares the position every three; by two threads, so that a slow disk does not hold the figures up. */
final class Ticker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
    private static final int TICKS_PER_SAMPLE = 5;
    private static final long SHARE_SECONDS = 3;

    /** Takes the figures. */
    interface Measuring {
        void tick(boolean sample);
    }

    /** Writes the position of all targets. */
    interface Sharing {
        void share() throws IOException;
    }

    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "status-ticker");
        thread.setDaemon(true);
        return thread;
    });
    private final Measuring measuring;
    private final Sharing sharing;
    private long ticks;

    Ticker(Measuring measuring, Sharing sharing) {
        this.measuring = measuring;
        this.sharing = sharing;
        ScheduledFuture<?> unused = executor.scheduleAtFixedRate(this::measure, 0, 1, TimeUnit.SECONDS);
        ScheduledFuture<?> unusedToo =
                executor.scheduleWithFixedDelay(this::share, SHARE_SECONDS, SHARE_SECONDS, TimeUnit.SECONDS);
    }

    private void measure() {
        try {
            measuring.tick(ticks++ % TICKS_PER_SAMPLE == 0);
        } catch (RuntimeException e) { // else the executor would never call again
            LOG.error("The figures could not be taken", e);
        }
    }

    private void share() {
        try {
            sharing.share();
        } catch (IOException | RuntimeException e) {
            LOG.warn("The checkpoint file of all targets could not be written; tried again in 3 s", e);
        }
    }

    /** Ends; what is being written is waited for, up to 5 s. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("The checkpoint file of all targets is still being written; not waited for any longer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
