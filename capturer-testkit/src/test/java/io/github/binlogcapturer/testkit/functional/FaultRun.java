package io.github.binlogcapturer.testkit.functional;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Transaction;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients write, faults come and go, and a capture is stopped and started again; then what it delivered is compared with the truth. All
 * choices follow from a seed; when they take effect does not.
 */
final class FaultRun {

    private static final Logger LOG = LoggerFactory.getLogger(FaultRun.class);

    private static final int ACCOUNTS = 50;
    private static final long OPENING = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final long seed;
    private final Duration length;
    private final boolean splits;
    private final SimulatedShop shop;
    private final CheckpointStore checkpoints = CheckpointStore.inMemory();
    private final Ledger ledger = new Ledger();
    private volatile @Nullable CommitTs end;
    private volatile boolean started;
    private volatile String explanation = "not started";
    private int starts;

    /** @param splits whether transactions may be recovered in parts; then the bank's sum is right only at the end */
    FaultRun(long seed, Duration length, boolean splits) {
        this.seed = seed;
        this.length = length;
        this.splits = splits;
        // a key that moves to another partition leaves its old row behind where the old image is lost
        this.shop = SimulatedShop.open(2, 2, builder -> builder.seed(seed).lostDeletes(!splits));
    }

    void run() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (shop;
                SimulatedWorkload workload = SimulatedWorkload.builder(shop.cluster::begin)
                        .seed(seed)
                        .clients(3)
                        .bank(shop.accounts, "balance", ACCOUNTS, OPENING)
                        .tables(shop.orders)
                        .keyChanges(splits)
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
            compare();
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

    private void captureAll() throws InterruptedException {
        Random random = new Random(seed + 2);
        boolean complete = false;
        while (!complete) {
            try (BinlogCapturer capturer = shop.capture()
                    .checkpoints(checkpoints)
                    .memoryLimit(8 << 20)
                    .readRows(50)
                    .build()) {
                starts++;
                long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500 + random.nextInt(6000));
                complete = consume(capturer, random, untilNs);
            }
        }
    }

    /** Returns whether everything has come. */
    private boolean consume(BinlogCapturer capturer, Random random, long untilNs) throws InterruptedException {
        EventStream stream = capturer.start();
        started = true;
        while (true) {
            Batch batch = stream.getWithoutAck(1 + random.nextInt(100), Duration.ofMillis(20));
            explanation = capturer.explain();
            CommitTs wanted = end;
            if (batch.isEmpty()) {
                if (wanted != null && stream.position().compareTo(wanted) >= 0) {
                    return true;
                }
            } else if (random.nextInt(20) == 0) {
                stream.rollback(batch.id());
            } else {
                batch.events().forEach(this::take);
                stream.ack(batch.id());
            }
            if (wanted == null && System.nanoTime() - untilNs > 0) {
                return false;
            }
        }
    }

    private void take(BinlogEvent event) {
        ledger.add(event);
        if (event instanceof Transaction && !splits) {
            assertThat(ledger.sum(shop.accounts, "balance"))
                    .as("%s: the bank's sum at %s", this, event)
                    .isIn(0L, ACCOUNTS * OPENING);
        }
    }

    private void compare() {
        String run = toString();
        ledger.requireOrder(shop.cluster.commits(), run);
        ledger.requireTable(shop.accounts, shop.cluster.rows(shop.accounts), run);
        ledger.requireTable(shop.orders, shop.cluster.rows(shop.orders), run);
        ledger.requireTable(shop.blobs, shop.cluster.rows(shop.blobs), run);
        assertThat(ledger.transactions()).as(run).isPositive();
    }

    @Override
    public String toString() {
        return "fault run with seed " + seed + (splits ? " and split transactions" : "");
    }
}
