package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.store.TransactionRing;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.SinkContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A parallel applier over a real ring. */
final class ApplierRun {

    static final String SUBSCRIBER = "search";

    final TransactionRing ring;
    final EventStream stream;
    final Applier applier;

    private ApplierRun(ModelSink sink, CaptureMetrics metrics, CaptureClock clock) throws InterruptedException {
        SinkContext context = new SinkContext("orders", SUBSCRIBER);
        this.applier = Applier.of(sink, context, metrics, clock, ApplierRun::startThread);
        CommitTs position = applier.open();
        this.ring =
                new TransactionRing(Map.of(SUBSCRIBER, position == null ? 100 : position.value()), 1 << 28, 1 << 14, 0);
        this.stream = Objects.requireNonNull(ring.stream(SUBSCRIBER));
    }

    static ApplierRun open(ModelSink sink) throws InterruptedException {
        return open(sink, CaptureMetrics.none(), CaptureClock.system());
    }

    static ApplierRun open(ModelSink sink, CaptureMetrics metrics, CaptureClock clock) throws InterruptedException {
        return new ApplierRun(sink, metrics, clock);
    }

    private static void startThread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs with these events until the stream has no more. */
    void carry(List<? extends BinlogEvent> events) throws InterruptedException {
        long from = stream.position().value();
        List<? extends BinlogEvent> left =
                events.stream().filter(event -> event.commitTs().value() > from).toList();
        if (!left.isEmpty()) {
            ring.append(left);
        }
        applier.run(new DrainedStream());
    }

    /** Runs beside the test, until the applier is stopped. */
    CompletableFuture<@Nullable Void> start() {
        CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
        startThread("run", () -> {
            try {
                applier.run(stream);
                ended.complete(null);
            } catch (Throwable e) {
                ended.completeExceptionally(e);
            }
        });
        return ended;
    }

    /** The stream, which stops its applier when there is nothing more. */
    private final class DrainedStream implements EventStream {

        @Override
        public Batch getWithoutAck(int batchSize, Duration wait) throws InterruptedException {
            Batch batch = stream.getWithoutAck(batchSize, Duration.ZERO);
            if (batch.isEmpty()) {
                applier.stop();
            }
            return batch;
        }

        @Override
        public void ack(long batchId) {
            stream.ack(batchId);
        }

        @Override
        public CommitTs position() {
            return stream.position();
        }

        @Override
        public String name() {
            return stream.name();
        }

        @Override
        public Batch getWithoutAck(int batchSize) {
            throw unexpected();
        }

        @Override
        public Batch get(int batchSize) {
            throw unexpected();
        }

        @Override
        public Batch get(int batchSize, Duration wait) {
            throw unexpected();
        }

        @Override
        public void rollback(long batchId) {
            throw unexpected();
        }

        @Override
        public void rollback() {
            throw unexpected();
        }

        private AssertionError unexpected() {
            return new AssertionError("An applier gets with a wait, and acknowledges; nothing else");
        }
    }
}
