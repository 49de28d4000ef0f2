package io.github.binlogcapturer.benchmarks.store;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.benchmarks.workload.ReadyStream;
import io.github.binlogcapturer.benchmarks.workload.Workload;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.internal.store.TransactionRing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import static java.util.Objects.requireNonNull;

/** What a transaction of one row costs from append to acknowledgement, without another thread in between. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class RingBenchmark {

    private static final int TRANSACTIONS = 1 << 14;
    /** As many as the pipeline appends at once. */
    private static final int APPENDED_AT_ONCE = 128;

    @Param({"16", "256", "4096"})
    public int batchSize;

    private List<Transaction> transactions = List.of();
    private TransactionRing ring = ring();

    /** Makes the transactions. */
    @Setup
    public void prepare() {
        transactions = new ReadyStream(Workload.UNIFORM.writes(TRANSACTIONS, 1)).transactions();
    }

    /** Makes an empty ring, which the same transactions can go through. */
    @Setup(Level.Invocation)
    public void open() {
        ring = ring();
    }

    private static TransactionRing ring() {
        return new TransactionRing(Map.of("app", 0L), 1L << 30, 8L << 20, 0);
    }

    /** Appends all, then gets and acknowledges all; returns how many there were. */
    @Benchmark
    @OperationsPerInvocation(TRANSACTIONS)
    public int appendGetAck() throws InterruptedException {
        for (int from = 0; from < TRANSACTIONS; from += APPENDED_AT_ONCE) {
            ring.append(transactions.subList(from, from + APPENDED_AT_ONCE));
        }
        EventStream stream = requireNonNull(ring.stream("app"));
        int count = 0;
        while (count < TRANSACTIONS) {
            Batch batch = stream.getWithoutAck(batchSize, Duration.ZERO);
            count += batch.transactions().size();
            stream.ack(batch.id());
        }
        return count;
    }
}
