package io.github.binlogcapturer.benchmarks.merge;

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
import org.openjdk.jmh.infra.Blackhole;

/**
 * What it costs to bring one piece into the order of all regions and to read of it what the joiner reads. This library's design copies the
 * commit timestamps out of each batch within that time, which a thread of the region does in a pipeline; all others but BaikalDB's find
 * them copied.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class MergeBenchmark {

    private static final int PIECES = 1 << 18;

    @Param
    public Design design = Design.OURS;

    @Param({"16", "64", "256"})
    public int regions;

    @Param
    public Mix mix = Mix.EVEN;

    private Merging merging = Design.OURS.of(MergeInput.of(Mix.EVEN, 1, 0, 1));

    /** Makes the batches. */
    @Setup
    public void prepare() {
        merging = design.of(MergeInput.of(mix, regions, PIECES, 1));
    }

    /** Fills them again; of the time of a merge this is no part. */
    @Setup(Level.Invocation)
    public void rewind() {
        merging.rewind();
    }

    /** Merges all pieces. */
    @Benchmark
    @OperationsPerInvocation(PIECES)
    public void piece(Blackhole hole) {
        merging.merge((region, piece) -> {
            // what the joiner reads
            hole.consume(piece.startTs());
            hole.consume(piece.txnId());
        });
    }
}
