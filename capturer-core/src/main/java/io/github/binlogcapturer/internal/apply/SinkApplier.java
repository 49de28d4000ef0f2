package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Heartbeat;
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
    /** How soon a sink that makes things durable beside is asked again how far it is. */
    private static final Duration SOON = Duration.ofMillis(1);

    /** How often a sink is made to flush in a longer quiet time: it may have put off what is no data. */
    private static final long FLUSH_NS = Duration.ofSeconds(1).toNanos();
    /** How long the position in a sink may be behind that of a quiet stream. It must not grow older than what the source keeps. */
    private static final long BEHIND_NS = Duration.ofSeconds(10).toNanos();

    private final Sink sink;
    private final SinkContext context;
    private final CaptureMetrics metrics;
    private final CaptureClock clock;
    /** What the sink holds by a position of its own; stays as it is where it keeps none. */
    private volatile long heldTs = Long.MAX_VALUE;

    private final Unacknowledged unacked = new Unacknowledged();
    private volatile boolean keepsPosition;
    /** What the sink said last is durable, 0 where it says nothing. */
    private long durableTs;

    private long writtenTs;
    private long writtenNs;
    private long flushedNs;
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
            keepsPosition = sink.keepsPosition();
            if (held != null) {
                heldTs = held.value();
                writtenTs = heldTs;
            }
            return held;
        } catch (Exception e) {
            throw asSinkException("cannot be opened", e);
        }
    }

    @Override
    public boolean keepsPosition() {
        return keepsPosition;
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
        if (keepsPosition && heldTs == Long.MAX_VALUE) {
            // it will come back with a position once it has been given anything
            heldTs = stream.position().value();
        }
        writtenNs = clock.nanoTime();
        while (!stopping) {
            boolean soon = durableTs > 0 && !unacked.isEmpty();
            Batch batch = stream.getWithoutAck(BATCH_CHANGES, soon ? SOON : QUIET);
            if (!batch.isEmpty()) {
                write(batch.events(), batch.changeCount());
                unacked.add(batch.id(), batch.lastCommitTs().value(), writtenTs);
            }
            if (!unacked.isEmpty()) {
                boolean quiet = batch.isEmpty() && (!soon || clock.nanoTime() - writtenNs >= QUIET.toNanos());
                flushAndAcknowledge(stream, quiet);
            }
            if (batch.isEmpty() && unacked.isEmpty()) {
                whenQuiet(stream);
            }
        }
        if (!unacked.isEmpty()) {
            flushAndAcknowledge(stream, true);
        }
        if (unacked.isEmpty()) {
            keepPosition(stream);
        }
    }

    private void flushAndAcknowledge(EventStream stream, boolean force) throws InterruptedException {
        Unacknowledged.Written durable = flush(force) ? unacked.takeAll() : unacked.takeUpTo(askDurable());
        if (durable != null) {
            stream.ack(durable.batchId());
            holds(durable.keptTs());
        }
    }

    private void whenQuiet(EventStream stream) throws InterruptedException {
        long nowNs = clock.nanoTime();
        if (nowNs - writtenNs >= BEHIND_NS) {
            keepPosition(stream);
        }
        if (nowNs - Math.max(writtenNs, flushedNs) >= FLUSH_NS) {
            flush(true);
        }
    }

    /** Has a sink keep the position of the stream, where all is acknowledged, so that no transaction carries it. */
    private void keepPosition(EventStream stream) throws InterruptedException {
        CommitTs position = keepsPosition ? stream.position() : null;
        if (position != null && position.value() > writtenTs) {
            write(List.of(new Heartbeat(position)), 0);
            if (flush(true)) {
                holds(writtenTs);
            }
        }
    }

    private void holds(long keptTs) {
        if (heldTs != Long.MAX_VALUE) {
            heldTs = Math.max(heldTs, keptTs);
        }
    }

    /** Returns the commit ts of the last event at which the sink is sure to keep a position, if it does: a transaction in any case. */
    private long lastKeptTs(List<BinlogEvent> events) {
        for (int i = events.size() - 1; i >= 0; i--) {
            BinlogEvent event = events.get(i);
            if (event instanceof Transaction || (keepsPosition && event instanceof Heartbeat)) {
                return event.commitTs().value();
            }
        }
        return 0;
    }

    private void write(List<BinlogEvent> events, long changes) throws InterruptedException {
        long startNs = clock.nanoTime();
        try {
            sink.write(events);
            writtenNs = clock.nanoTime();
            writtenTs = Math.max(writtenTs, lastKeptTs(events));
            metrics.record(Metric.SINK_WRITE, context.subscriber(), writtenNs - startNs);
            metrics.add(Metric.SINK_CHANGES, context.subscriber(), changes);
        } catch (Exception e) {
            CommitTs last = events.get(events.size() - 1).commitTs();
            throw asSinkException("failed at commit ts " + events.get(0).commitTs() + " to " + last, e);
        }
    }

    private boolean flush(boolean force) throws InterruptedException {
        long startNs = clock.nanoTime();
        try {
            boolean durable = sink.flush(force);
            flushedNs = clock.nanoTime();
            if (durable || force) {
                // a mere question how far the sink is takes no time, and there are many
                metrics.record(Metric.SINK_FLUSH, context.subscriber(), flushedNs - startNs);
            }
            return durable;
        } catch (Exception e) {
            throw asSinkException("cannot make durable what was written", e);
        }
    }

    private long askDurable() throws InterruptedException {
        try {
            CommitTs durable = sink.durable();
            durableTs = durable == null ? 0 : durable.value();
            return durableTs;
        } catch (Exception e) {
            throw asSinkException("cannot tell what is durable", e);
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
