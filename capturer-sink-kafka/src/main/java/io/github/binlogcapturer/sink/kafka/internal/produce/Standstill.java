package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.spi.CaptureClock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the writer, which waits for Kafka as long as it takes: says so in the log after a while and again from time to time, and has the
 * topics looked at then, since a producer waits for one that was deleted as it does for a broker that is down. On a thread of its own.
 */
final class Standstill implements AutoCloseable {

    /** What is done each time that a standstill is noticed. */
    @FunctionalInterface
    interface Check {

        /**
         * Returns whether it has broken the standstill, so that a new one may begin.
         *
         * @param standingNs for how long already
         */
        boolean run(long standingNs) throws InterruptedException;
    }

    /** One deed of the writer, told from the next by its identity. */
    private static final class Waiting {

        private final String what;

        Waiting(String what) {
            this.what = what;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Standstill.class);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long REMIND_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long LOOK_EVERY_MS = 500;

    private final CaptureClock clock;
    private final String target;
    private final LongSupplier progress;
    private final Supplier<@Nullable String> reason;
    private final Check check;
    private final Thread thread;

    private volatile @Nullable Waiting doing;

    // of the thread
    private @Nullable Waiting lastDoing;
    private long lastProgress;
    private long sinceNs;
    private long saidNs;
    private boolean standing;

    /**
     * @param name the thread's
     * @param target what the log calls Kafka
     * @param progress a number that changes while records arrive
     * @param reason gives the last failure since something has arrived, if there was one
     */
    Standstill(
            String name,
            CaptureClock clock,
            String target,
            LongSupplier progress,
            Supplier<@Nullable String> reason,
            Check check) {
        this.clock = clock;
        this.target = target;
        this.progress = progress;
        this.reason = reason;
        this.check = check;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /**
     * The writer begins to do what may have to wait for Kafka.
     *
     * @param what as in "Kafka has not answered to ... for 10 s"
     */
    void enter(String what) {
        doing = new Waiting(what);
    }

    /** The writer has done it. */
    void leave() {
        doing = null;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(LOOK_EVERY_MS);
                lookSafely();
            }
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt(); // the sink is closed
        }
    }

    /** Without this thread a standstill that nothing but a look can break would last for ever. */
    private void lookSafely() throws InterruptedException {
        try {
            look();
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("{} could not be looked at; looking again soon", target, e);
        }
    }

    /** Looks once. */
    void look() throws InterruptedException {
        Waiting now = doing;
        long arrived = progress.getAsLong();
        long nowNs = clock.nanoTime();
        if (now == null || now != lastDoing || arrived != lastProgress) {
            moves(nowNs, arrived, now);
        } else if (nowNs - sinceNs >= PATIENCE_NS && (!standing || nowNs - saidNs >= REMIND_NS)) {
            stands(nowNs, now.what);
        }
    }

    private void moves(long nowNs, long arrived, @Nullable Waiting now) {
        if (standing) {
            standing = false;
            LOG.info("{} goes on after {} s", target, seconds(nowNs));
        }
        lastDoing = now;
        lastProgress = arrived;
        sinceNs = nowNs;
    }

    private void stands(long nowNs, String what) throws InterruptedException {
        standing = true;
        saidNs = nowNs;
        String why = reason.get();
        LOG.warn(
                "{} has not answered for {} s, asked to {}. Waiting until it does; the capture is held back, and nothing is"
                        + " lost. {}",
                target,
                seconds(nowNs),
                what,
                why == null ? "No failure is known" : "The last failure: " + why);
        if (check.run(nowNs - sinceNs)) {
            sinceNs = nowNs;
            standing = false;
        }
    }

    private long seconds(long nowNs) {
        return TimeUnit.NANOSECONDS.toSeconds(nowNs - sinceNs);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
