package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.spi.SinkContext;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies a stream to a sink in order, on one thread: get, write, flush, ack. What a sink does not call durable is not acknowledged.
 */
final class SinkApplier implements Applier {

    private static final int BATCH_CHANGES = 4096;
    /** How long the stream may be quiet before the sink is made to flush. */
    private static final Duration QUIET = Duration.ofMillis(50);

    private final Sink sink;
    private final SinkContext context;
    private final CaptureMetrics metrics;
    private final CaptureClock clock;
    /** What the sink holds by a position of its own; stays as it is where it keeps none. */
    private volatile long heldTs = Long.MAX_VALUE;

    private long writtenTs;
    private volatile boolean stopping;

    SinkApplier(Sink sink, SinkContext context, CaptureMetrics metrics, CaptureClock clock) {
        this.sink = sink;
        this.context = context;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public @Nullable CommitTs open() throws InterruptedException {
        try {
            CommitTs held = sink.open(context);
            if (held != null) {
                heldTs = held.value();
            }
            return held;
        } catch (Exception e) {
            throw asSinkException("cannot be opened", e);
        }
    }

    @Override
    public void run(EventStream stream) throws InterruptedException {
        try {
            carry(stream);
        } catch (Throwable failure) {
            // errors too: a sink that lacks a class must still let go of its target
            closeAfter(failure);
            throw failure;
        }
        try {
            sink.close();
        } catch (Exception e) {
            throw asSinkException("cannot be closed", e);
        }
    }

    @Override
    public long heldTs() {
        return heldTs;
    }

    @Override
    public void stop() {
        stopping = true;
    }

    @Override
    public void abandon() {
        try {
            sink.close();
        } catch (Exception e) {
            throw new SinkException(describe("cannot be closed", e), e);
        }
    }

    private void carry(EventStream stream) throws InterruptedException {
        long unacked = Batch.NO_ID;
        while (!stopping) {
            Batch batch = stream.getWithoutAck(BATCH_CHANGES, QUIET);
            if (!batch.isEmpty()) {
                write(batch);
                unacked = batch.id();
            }
            if (unacked != Batch.NO_ID && flush(batch.isEmpty())) {
                acknowledge(stream, unacked);
                unacked = Batch.NO_ID;
            }
        }
        if (unacked != Batch.NO_ID && flush(true)) {
            acknowledge(stream, unacked);
        }
    }

    private void acknowledge(EventStream stream, long unacked) {
        stream.ack(unacked);
        if (heldTs != Long.MAX_VALUE) {
            heldTs = Math.max(heldTs, writtenTs);
        }
    }

    /** Returns the commit ts of the last transaction: a sink may well keep no position at anything else. */
    private static long lastTransactionTs(List<BinlogEvent> events) {
        for (int i = events.size() - 1; i >= 0; i--) {
            if (events.get(i) instanceof Transaction transaction) {
                return transaction.commitTs().value();
            }
        }
        return 0;
    }

    private void write(Batch batch) throws InterruptedException {
        long startNs = clock.nanoTime();
        try {
            sink.write(batch.events());
            writtenTs = Math.max(writtenTs, lastTransactionTs(batch.events()));
            metrics.record(Metric.SINK_WRITE, context.subscriber(), clock.nanoTime() - startNs);
            metrics.add(Metric.SINK_CHANGES, context.subscriber(), batch.changeCount());
        } catch (Exception e) {
            throw asSinkException(
                    "failed at commit ts " + batch.events().get(0).commitTs() + " to " + batch.lastCommitTs(), e);
        }
    }

    private boolean flush(boolean force) throws InterruptedException {
        long startNs = clock.nanoTime();
        try {
            boolean durable = sink.flush(force);
            metrics.record(Metric.SINK_FLUSH, context.subscriber(), clock.nanoTime() - startNs);
            return durable;
        } catch (Exception e) {
            throw asSinkException("cannot make durable what was written", e);
        }
    }

    private void closeAfter(Throwable failure) {
        try {
            sink.close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    private SinkException asSinkException(String what, Exception cause) throws InterruptedException {
        if (cause instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        return cause instanceof SinkException already ? already : new SinkException(describe(what, cause), cause);
    }

    private String describe(String what, Exception cause) {
        return "The sink of subscriber \"" + context.subscriber() + "\" " + what + ": " + cause
                + ". Nothing unflushed was acknowledged, so it comes again after a restart";
    }
}
