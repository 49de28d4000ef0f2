package io.github.binlogcapturer.benchmarks.conflict;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * What a transaction costs each design, with the window full. The keys are read from a prepared array of 16 MB and collected into sets,
 * which {@code NONE} does alone.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class ConflictBenchmark {

    private static final int TRANSACTIONS = 1024;
    private static final double EXPONENT = 0.99;

    @Param({"DETECTOR", "DETECTOR_UNPREPARED", "HASH_MAP", "SLOT_DAG", "DIRECT_MAPPED", "BRANCH_FREE", "NONE"})
    public Designs design = Designs.DETECTOR;

    @Param({"1", "3", "8"})
    public int keys;

    @Param({"1024", "16384", "262144"})
    public int window;

    @Param({"uniform", "zipf"})
    public String draws = "";

    private @Nullable DesignRun run;

    /** Draws keys and fills the window. */
    @Setup
    public void prepare() {
        KeyDraws prepared = "uniform".equals(draws) ? KeyDraws.uniform(1) : KeyDraws.zipf(EXPONENT, 1);
        run = new DesignRun(design.make(window, keys), prepared, keys, window);
    }

    /** Registers transactions; returns how many have to wait. */
    @Benchmark
    @OperationsPerInvocation(TRANSACTIONS)
    public long register() {
        return Objects.requireNonNull(run).register(TRANSACTIONS);
    }
}
