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
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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

/**
 * What a transaction of one row costs from append to acknowledgement, without another thread in between. The ring is the same all the
 * time, and so large as it has grown at first.
 */
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

    private final TransactionRing ring = new TransactionRing(Map.of("app", 0L), 1L << 30, 8L << 20, 0);
    private final EventStream stream = requireNonNull(ring.stream("app"));
    private List<List<Transaction>> lists = List.of();

    /** Makes the transactions, in lists as they are appended. */
    @Setup
    public void prepare() {
        List<Transaction> all = new ReadyStream(Workload.UNIFORM.writes(TRANSACTIONS, 1)).transactions();
        lists = IntStream.range(0, TRANSACTIONS / APPENDED_AT_ONCE)
                .mapToObj(i -> all.subList(i * APPENDED_AT_ONCE, (i + 1) * APPENDED_AT_ONCE))
                .toList();
    }

    /** Appends until there is a batch, gets and acknowledges what there is, and so on; returns how many there were. */
    @Benchmark
    @OperationsPerInvocation(TRANSACTIONS)
    public int appendGetAck() throws InterruptedException {
        int appended = 0;
        int count = 0;
        for (List<Transaction> list : lists) {
            ring.append(list);
            appended += APPENDED_AT_ONCE;
            if (appended - count >= batchSize) {
                count += getAndAck(appended - count);
            }
        }
        return count;
    }

    private int getAndAck(int waiting) throws InterruptedException {
        int count = 0;
        while (count < waiting) {
            Batch batch = stream.getWithoutAck(batchSize, Duration.ZERO);
            count += batch.transactions().size();
            stream.ack(batch.id());
        }
        return count;
    }
}
