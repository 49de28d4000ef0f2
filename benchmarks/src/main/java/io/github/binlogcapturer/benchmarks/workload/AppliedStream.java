package io.github.binlogcapturer.benchmarks.workload;

import io.github.binlogcapturer.internal.apply.Applier;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.ParallelSink;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.spi.SinkContext;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A sink of this project at work on a ready stream, fed by its applier as a capture does it, on threads of its own. Used by one thread. */
public final class AppliedStream implements AutoCloseable {

    private static final long DEADLINE_S = 60;

    private static final SinkContext CONTEXT = new SinkContext("figures", "ours");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ReadyStream stream;
    private final Applier applier;
    private final Future<?> ended;

    private AppliedStream(ReadyStream stream, Function<ExecutorService, Applier> make) throws InterruptedException {
        this.stream = stream;
        this.applier = make.apply(threads);
        boolean opened = false;
        try {
            applier.open();
            opened = true;
        } finally {
            if (!opened) {
                threads.shutdownNow();
            }
        }
        this.ended = threads.submit(() -> {
            applier.run(stream);
            return stream;
        });
    }

    /**
     * Opens a sink of several lanes and begins to write.
     *
     * @throws io.github.binlogcapturer.error.SinkException if it cannot be opened
     */
    public static AppliedStream into(ParallelSink sink, ReadyStream stream) throws InterruptedException {
        return new AppliedStream(
                stream,
                threads -> Applier.of(
                        sink,
                        CONTEXT,
                        CaptureMetrics.none(),
                        CaptureClock.system(),
                        (name, task) -> threads.execute(task)));
    }

    /**
     * Opens a sink and begins to write.
     *
     * @throws io.github.binlogcapturer.error.SinkException if it cannot be opened
     */
    public static AppliedStream into(Sink sink, ReadyStream stream) throws InterruptedException {
        return new AppliedStream(
                stream, threads -> Applier.of(sink, CONTEXT, CaptureMetrics.none(), CaptureClock.system()));
    }

    /**
     * Has everything connect, and the target be known.
     *
     * @throws ExecutionException if the sink failed
     * @throws IllegalStateException if it takes longer than a minute
     */
    public void awaitWarm() throws InterruptedException, ExecutionException {
        await(stream.warmUpTs());
    }

    /**
     * Applies everything.
     *
     * @throws ExecutionException if the sink failed
     * @throws IllegalStateException if it takes longer than a minute
     */
    public void apply() throws InterruptedException, ExecutionException {
        stream.release();
        await(stream.endTs());
    }

    /**
     * Ends the applier, which closes the sink. An interrupt ends the waiting for that, and is kept.
     *
     * @throws IllegalStateException if the sink failed, or is not closed within a minute
     */
    @Override
    public void close() {
        applier.stop();
        try {
            ended.get(DEADLINE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The sink failed", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("The sink was not closed within " + DEADLINE_S + " s", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private void await(long ts) throws InterruptedException, ExecutionException {
        long startNs = System.nanoTime();
        while (!stream.awaitAck(ts)) {
            if (ended.isDone()) {
                ended.get();
                throw new IllegalStateException("The applier ended before all was applied");
            }
            if (System.nanoTime() - startNs > TimeUnit.SECONDS.toNanos(DEADLINE_S)) {
                throw new IllegalStateException("Only what is up to commit ts "
                        + stream.position().value() + " was applied within " + DEADLINE_S + " s, not up to " + ts);
            }
        }
    }
}
