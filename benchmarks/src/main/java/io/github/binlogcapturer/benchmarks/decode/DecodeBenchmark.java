package io.github.binlogcapturer.benchmarks.decode;

import io.github.binlogcapturer.event.TableSchema;
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

/** What it costs to decode the image of a row, or the entry of a transaction of one row, and to read all columns, an update's old ones too. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class DecodeBenchmark {

    private static final int COUNT = 10_000;

    @Param({"5", "20"})
    public int columns;

    @Param({"row", "insert", "update"})
    public String of = "";

    @Param({"library", "protobuf"})
    public String way = "";

    private List<byte[]> all = List.of();
    private Decoding decoding = (index, bytes, taker) -> {};

    /** Makes what there is to decode, and the decoder. */
    @Setup
    public void prepare() throws Exception {
        boolean rows = of.equals("row");
        Logged logged = rows ? Logged.rows(columns, COUNT) : Logged.entries(columns, of.equals("update"), COUNT);
        TableSchema schema = logged.table().schema();
        all = logged.all();
        if (way.equals("library")) {
            decoding = rows ? new LibraryRows(schema) : new LibraryEntries(schema);
        } else {
            decoding = rows ? new ProtobufRows(schema) : new ProtobufEntries(schema);
        }
    }

    /** Decodes all of them. */
    @Benchmark
    @OperationsPerInvocation(COUNT)
    public void decode(Blackhole blackhole) throws Exception {
        RowValues taker = new RowValues() {
            @Override
            public void number(long value) {
                blackhole.consume(value);
            }

            @Override
            public void text(String value) {
                blackhole.consume(value);
            }
        };
        for (int i = 0; i < COUNT; i++) {
            decoding.decode(i, all.get(i), taker);
        }
    }
}
