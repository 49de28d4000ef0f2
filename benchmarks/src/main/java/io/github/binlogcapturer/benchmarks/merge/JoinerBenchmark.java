package io.github.binlogcapturer.benchmarks.merge;

import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.internal.merge.TransactionJoiner;
import io.github.binlogcapturer.spi.Region;
import java.util.ArrayList;
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
import org.openjdk.jmh.infra.Blackhole;

/** What it costs per piece to join merged pieces to transactions, hand them over in stretches as the pipeline does, and take them apart. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class JoinerBenchmark {

    private static final int STRETCHES = 60;
    private static final int PIECES_PER_STRETCH = 1024;
    private static final int PIECES = STRETCHES * PIECES_PER_STRETCH;

    @Param({"1", "3"})
    public int piecesPerTransaction;

    private final TransactionJoiner<Token> joiner = new TransactionJoiner<>(1);
    private final List<Token> pieces = new ArrayList<>();
    /** Makes the pieces. */
    @Setup
    public void prepare() {
        Region region = new Region(1, new TableName("cdc", "bl"), 1, 1);
        long ts = MergeInput.START_TS;
        for (int i = 0; i < PIECES; i++) {
            ts += i % piecesPerTransaction == 0 ? 10 : 1;
            pieces.add(new Token(region, ts + 5, ts, 1 + i / piecesPerTransaction));
        }
    }

    /** Joins all pieces. */
    @Benchmark
    @OperationsPerInvocation(PIECES)
    public void piece(Blackhole hole) {
        for (int begin = 0; begin < PIECES; begin += PIECES_PER_STRETCH) {
            for (int i = begin; i < begin + PIECES_PER_STRETCH; i++) {
                joiner.accept(pieces.get(i));
            }
            boolean last = begin + PIECES_PER_STRETCH == PIECES;
            joiner.advance(
                    last
                            ? MergeInput.END_TS
                            : pieces.get(begin + PIECES_PER_STRETCH - 1).commitTs());
            takeApart(hole);
        }
    }

    private void takeApart(Blackhole hole) {
        TransactionJoiner.Joined<Token> whole = joiner.take(new TransactionJoiner.Joined<>(PIECES_PER_STRETCH));
        for (List<Token> transaction = whole.next(); transaction != null; transaction = whole.next()) {
            for (int i = 0; i < transaction.size(); i++) {
                hole.consume(transaction.get(i));
            }
        }
    }
}
