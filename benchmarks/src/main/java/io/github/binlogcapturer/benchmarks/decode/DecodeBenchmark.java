package io.github.binlogcapturer.benchmarks.decode;

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

/** What it costs to decode the entry of a transaction of one row and to read all columns, an update's old ones too. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class DecodeBenchmark {

    private static final int ENTRIES = 10_000;

    @Param({"5", "20"})
    public int columns;

    @Param({"insert", "update"})
    public String change = "";

    @Param({"library", "protobuf"})
    public String way = "";

    private List<byte[]> entries = List.of();
    private EntryDecoding decoding = (index, entry, taker) -> {};

    /** Makes entries and decoder. */
    @Setup
    public void prepare() throws Exception {
        LoggedEntries logged = LoggedEntries.of(columns, change.equals("update"), ENTRIES);
        entries = logged.entries();
        decoding = way.equals("library")
                ? new LibraryDecoding(logged.table().schema())
                : new ProtobufDecoding(logged.table().schema());
    }

    /** Decodes all entries. */
    @Benchmark
    @OperationsPerInvocation(ENTRIES)
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
        for (int i = 0; i < ENTRIES; i++) {
            decoding.decode(i, entries.get(i), taker);
        }
    }
}
