package io.github.binlogcapturer.benchmarks.conflict;

import io.github.binlogcapturer.benchmarks.workload.ReadyStream;
import io.github.binlogcapturer.benchmarks.workload.Workload;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.internal.conflict.ConflictKeys;
import io.github.binlogcapturer.internal.conflict.KeySet;
import io.github.binlogcapturer.spi.ConflictKey;
import io.github.binlogcapturer.spi.ConflictRules;
import io.github.binlogcapturer.spi.KeyPart;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/**
 * What hashing the keys of a transaction of one row costs: a primary key of one integer, or two keys more, of an integer and of a text of 22
 * characters by a collation that ignores case. Half of the transactions are updates, whose both images are hashed.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class CollectBenchmark {

    private static final int TRANSACTIONS = 1000;

    @Param({"1", "3"})
    public int keys;

    private final KeySet into = new KeySet();
    private final ConflictKeys conflictKeys = new ConflictKeys(this::rules);
    private List<Transaction> transactions = List.of();

    /** Makes the transactions. */
    @Setup
    public void prepare() {
        transactions = new ReadyStream(Workload.UNIFORM.writes(TRANSACTIONS, 1)).transactions();
    }

    private ConflictRules rules(TableSchema table) {
        List<ConflictKey> all = List.of(
                key("id", KeyPart.of(0, KeyPart.Comparison.EXACT)),
                key("number", KeyPart.of(1, KeyPart.Comparison.EXACT)),
                key("text", KeyPart.of(3, KeyPart.Comparison.FOLDED_TEXT)));
        return new ConflictRules(table.name().toString(), all.subList(0, keys), false);
    }

    private static ConflictKey key(String name, KeyPart part) {
        return new ConflictKey(name, List.of(part), ConflictKey.Role.OWN);
    }

    /** Collects the keys of each transaction; returns how many there are. */
    @Benchmark
    @OperationsPerInvocation(TRANSACTIONS)
    public int collect() throws Exception {
        int count = 0;
        for (Transaction transaction : transactions) {
            conflictKeys.collect(transaction, into);
            count += into.size();
        }
        return count;
    }
}
