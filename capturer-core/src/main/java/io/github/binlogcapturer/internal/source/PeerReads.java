package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.internal.meta.CloseSignal;
import io.github.binlogcapturer.internal.meta.Transport;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The reads of one region that are under way: one, or two while the first is slow. Owned by the reader's thread, but for {@link #wake}. */
final class PeerReads {

    /** What came of a read. */
    record Outcome(String peer, ReadRequest request, StoreAnswer answer) {}

    /** What was not waited for: reads under way, and outcomes that nobody took. */
    record GivenUp(List<Call> calls, List<Outcome> outcomes) {}

    private final StoreClient stores;
    private final CloseSignal signal;
    private final CaptureMetrics metrics;
    private final CaptureClock clock;
    private final CallQueue queue = new CallQueue();
    private final Map<String, Call> calls = new LinkedHashMap<>();
    private final Deque<Outcome> outcomes = new ArrayDeque<>();

    PeerReads(StoreClient stores, CloseSignal signal, CaptureMetrics metrics, CaptureClock clock) {
        this.stores = stores;
        this.signal = signal;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Asks a peer that is not being asked. */
    void start(String peer, ReadRequest request, int maxBytes) {
        Call call = new Call(peer, request, clock.nanoTime());
        calls.put(peer, call);
        call.pending = stores.startRead(peer, request, maxBytes, call, call::ended);
    }

    /** Returns whether nobody is being asked and nothing has come that was not taken. */
    boolean isIdle() {
        return calls.isEmpty() && outcomes.isEmpty();
    }

    /** Returns the peers that are being asked. */
    List<String> asked() {
        return List.copyOf(calls.keySet());
    }

    /**
     * Waits for what comes of one of the reads.
     *
     * @return null where nothing came until then
     * @throws io.github.binlogcapturer.error.CapturerClosedException if the signal was closed before or meanwhile
     */
    @Nullable
    Outcome await(long untilNs) throws InterruptedException {
        while (outcomes.isEmpty()) {
            signal.requireOpen();
            long leftNs = untilNs - clock.nanoTime();
            if (leftNs <= 0) {
                return null;
            }
            queue.runOrWait(leftNs);
        }
        signal.requireOpen();
        return outcomes.poll();
    }

    /** Gives up what is under way, and what has come that was not taken. */
    GivenUp cancel() {
        GivenUp givenUp = new GivenUp(List.copyOf(calls.values()), List.copyOf(outcomes));
        calls.clear();
        outcomes.clear();
        givenUp.calls().forEach(Call::cancel);
        // answers that are still in there hold buffers of the connection
        queue.drain();
        return givenUp;
    }

    /** Lets the thread that waits look at the signal. May be called by any thread. */
    void wake() {
        queue.wake();
    }

    /** A read under way. Its answer is received and parsed by the reader's thread, or by whom it comes to once nobody wants it. */
    final class Call implements Executor {

        private final String peer;
        private final ReadRequest request;
        private final long startedNs;
        private Transport.@Nullable Pending pending;
        private volatile boolean unwanted;

        private Call(String peer, ReadRequest request, long startedNs) {
            this.peer = peer;
            this.request = request;
            this.startedNs = startedNs;
        }

        String peer() {
            return peer;
        }

        /** Returns for how long the peer has been at it. */
        long ranMs() {
            return (clock.nanoTime() - startedNs) / 1_000_000;
        }

        @Override
        public void execute(Runnable task) {
            queue.execute(task);
            // it may have come after the last look at the queue
            if (unwanted && queue.withdraw(task)) {
                task.run();
            }
        }

        private void cancel() {
            unwanted = true;
            if (pending != null) {
                pending.cancel();
            }
        }

        /** The end of a call that was given up is nobody's business. */
        private void ended(StoreAnswer answer) {
            if (!unwanted && calls.remove(peer, this)) {
                metrics.add(Metric.READS, answer.outcome(), 1);
                metrics.record(Metric.READ_DURATION, peer, clock.nanoTime() - startedNs);
                outcomes.add(new Outcome(peer, request, answer));
            }
        }
    }
}
