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
import java.util.function.Function;

/** A sink of this project at work on a ready stream, fed by its applier as a capture does it, on threads of its own. */
public final class AppliedStream {

    private static final SinkContext CONTEXT = new SinkContext("figures", "ours");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ReadyStream stream;
    private final Applier applier;
    private final Future<?> ended;

    private AppliedStream(ReadyStream stream, Function<ExecutorService, Applier> make) throws InterruptedException {
        this.stream = stream;
        this.applier = make.apply(threads);
        applier.open();
        this.ended = threads.submit(() -> {
            applier.run(stream);
            return stream;
        });
    }

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

    public static AppliedStream into(Sink sink, ReadyStream stream) throws InterruptedException {
        return new AppliedStream(
                stream, threads -> Applier.of(sink, CONTEXT, CaptureMetrics.none(), CaptureClock.system()));
    }

    /** Has everything connect, and the target be known. */
    public void awaitWarm() throws InterruptedException, ExecutionException {
        await(stream.warmUpTs());
    }

    /** Applies everything. */
    public void apply() throws InterruptedException, ExecutionException {
        stream.release();
        await(stream.endTs());
    }

    /** Ends the applier, which closes the sink. */
    public void end() throws InterruptedException, ExecutionException {
        applier.stop();
        ended.get();
        threads.shutdown();
    }

    private void await(long ts) throws InterruptedException, ExecutionException {
        while (!stream.awaitAck(ts)) {
            if (ended.isDone()) {
                ended.get();
                throw new IllegalStateException("The applier ended before all was applied");
            }
        }
    }
}
