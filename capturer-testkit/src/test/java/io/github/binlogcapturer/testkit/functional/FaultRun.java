package io.github.binlogcapturer.testkit.functional;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.CheckpointStore;
import io.github.binlogcapturer.testkit.simulated.SimulatedWorkload;
import io.github.binlogcapturer.testkit.simulated.WorkloadResult;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.awaitility.Awaitility.await;

/**
 * Clients write, faults come and go, and a capture is stopped and started again; then what it delivered is compared with the truth. All
 * choices follow from a seed; when they take effect does not. Sinks take part with a {@link Consumer} of their own.
 */
public final class FaultRun {

    /** What a capture delivers to. Used by one thread at a time. */
    public interface Consumer {

        /**
         * Uses a capturer that has not started until {@link #end} is reached, or a moment on the scale of {@link System#nanoTime}. Calls
         * {@link #hasStarted} once it has.
         *
         * @return whether everything up to the end has come
         */
        boolean consume(BinlogCapturer capturer, FaultRun run, long untilNs) throws Exception;

        /** Sets what the consumer needs of the capture; most need nothing. */
        default BinlogCapturerBuilder configure(BinlogCapturerBuilder capture) {
            return capture;
        }

        /** Compares what has come with the truth. */
        void compare(FaultRun run) throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(FaultRun.class);

    static final int ACCOUNTS = 50;
    static final long OPENING = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final long seed;
    private final Duration length;
    private final boolean splits;
    private final SimulatedShop shop;
    private final CheckpointStore checkpoints = CheckpointStore.inMemory();
    private final Consumer consumer;
    private volatile @Nullable CommitTs end;
    private volatile boolean started;
    private volatile String explanation = "not started";
    private int starts;

    /** @param splits whether transactions may be recovered in parts; then the bank's sum is right only at the end */
    public FaultRun(long seed, Duration length, boolean splits, Consumer consumer) {
        this.seed = seed;
        this.length = length;
        this.splits = splits;
        this.consumer = consumer;
        // a key that moves to another partition leaves its old row behind where the old image is lost
        // and the two images of such a row may come apart where commits are recovered in parts, the new one first
        this.shop = SimulatedShop.open(
                2, 2, splits ? "id" : "shard", builder -> builder.seed(seed).lostDeletes(!splits));
    }

    /** Returns the cluster and its tables. */
    public SimulatedShop shop() {
        return shop;
    }

    /** Returns what is to be consumed, up to and with this timestamp; null as long as clients write. */
    public @Nullable CommitTs end() {
        return end;
    }

    /** Returns what the accounts' balances add up to in every state but the first, if {@code splits} was false. */
    public long sum() {
        return ACCOUNTS * OPENING;
    }

    boolean splits() {
        return splits;
    }

    /** Tells that a capturer has started, with what it waits for, for messages. */
    public void hasStarted(String waitsFor) {
        started = true;
        explanation = waitsFor;
    }

    /** Runs it all. */
    public void run() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (shop;
                SimulatedWorkload workload = SimulatedWorkload.builder(shop.cluster::begin)
                        .seed(seed)
                        .clients(3)
                        .bank(shop.accounts, "balance", ACCOUNTS, OPENING)
                        .tables(shop.orders)
                        .keyChanges(splits)
                        .oneChangeARow(!splits)
                        .start()) {
            CompletableFuture<Void> capture = new CompletableFuture<>();
            executor.execute(() -> {
                try {
                    captureAll();
                    capture.complete(null);
                } catch (Throwable failure) {
                    capture.completeExceptionally(failure);
                }
            });
            // a region that is made before the first start begins above its position, and nobody can know why
            await().atMost(PATIENCE).until(() -> started || capture.isDone());
            Chaos chaos = new Chaos(shop, new Random(seed), splits);
            cause(chaos, capture);
            WorkloadResult written = workload.stop();
            await().atMost(PATIENCE).until(() -> shop.cluster.undecided() == 0);
            end = shop.cluster.lastTs();
            capture.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .exceptionally(failure -> {
                        throw new AssertionError(this + " did not end; " + explanation, failure);
                    })
                    .get();
            LOG.info("{}: {}, {} starts, faults {}", this, written, starts, chaos.counts());
            consumer.compare(this);
        } finally {
            executor.shutdownNow();
        }
    }

    private void cause(Chaos chaos, CompletableFuture<Void> capture) throws InterruptedException {
        Random pace = new Random(seed + 1);
        long endNs = System.nanoTime() + length.toNanos();
        try {
            while (System.nanoTime() - endNs < 0 && !capture.isDone()) {
                chaos.act();
                Thread.sleep(20 + pace.nextInt(200));
            }
        } finally {
            chaos.end();
        }
    }

    private void captureAll() throws Exception {
        Random random = new Random(seed + 2);
        boolean complete = false;
        while (!complete) {
            BinlogCapturerBuilder capture =
                    shop.capture().checkpoints(checkpoints).memoryLimit(8 << 20).readRows(50);
            try (BinlogCapturer capturer = consumer.configure(capture).build()) {
                starts++;
                long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500 + random.nextInt(6000));
                complete = consumer.consume(capturer, this, untilNs);
            }
        }
    }

    @Override
    public String toString() {
        return "fault run with seed " + seed + (splits ? " and split transactions" : "");
    }
}
