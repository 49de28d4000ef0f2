package io.github.binlogcapturer.testkit;

import io.github.binlogcapturer.testkit.servers.Answers;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Holds the stores' answers back by random times. No thread sleeps meanwhile. Each region has its own sequence of delays,
 * which follows from the seed alone and not from the order in which the requests of different regions arrive. Thread-safe.
 */
final class AnswerDelays implements AutoCloseable {

    private final long seed;
    private final long maxNanos;
    private final ScheduledThreadPoolExecutor timer;

    // guarded by this
    private final Map<Long, SplittableRandom> randomByRegion = new HashMap<>();

    AnswerDelays(long seed, long maxNanos) {
        this.seed = seed;
        this.maxNanos = maxNanos;
        // a request that comes while the cluster closes is dropped here, its call is cut by the server's end
        this.timer = new ScheduledThreadPoolExecutor(1, AnswerDelays::thread, new ThreadPoolExecutor.DiscardPolicy());
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "recorded-cluster-delays");
        thread.setDaemon(true);
        return thread;
    }

    <T> void send(long regionId, Supplier<T> answer, StreamObserver<T> caller) {
        if (maxNanos == 0) {
            Answers.send(answer, caller);
            return;
        }
        ServerCallStreamObserver<T> call = (ServerCallStreamObserver<T>) caller;
        // with a handler in place, an answer after the caller has left goes nowhere instead of throwing
        call.setOnCancelHandler(() -> {});
        Future<?> held = timer.schedule(() -> Answers.send(answer, call), nextNanos(regionId), TimeUnit.NANOSECONDS);
        call.setOnCancelHandler(() -> held.cancel(false));
    }

    private synchronized long nextNanos(long regionId) {
        return randomByRegion
                .computeIfAbsent(regionId, id -> new SplittableRandom(seed * 31 + id))
                .nextLong(maxNanos + 1);
    }

    /** Forgets the answers that are still held back; their callers learn it from the servers' end. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
