package io.github.binlogcapturer.benchmarks.file;

import io.github.binlogcapturer.benchmarks.workload.ReadyStream;
import io.github.binlogcapturer.benchmarks.workload.Workload;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.file.Compression;
import io.github.binlogcapturer.sink.file.FileFormat;
import io.github.binlogcapturer.sink.file.FileSink;
import io.github.binlogcapturer.sink.file.FsyncPolicy;
import io.github.binlogcapturer.sink.file.Retention;
import io.github.binlogcapturer.sink.file.Rotation;
import io.github.binlogcapturer.spi.SinkContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to append a transaction of one updated row to segments of 64 MiB that are never forced, of which the newest four are kept.
 * They are written by a thread beside, and compressed by another one. A list is timed until the file has all of it; compressing goes on
 * beside.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class SegmentAppendBenchmark {

    private static final int LIST = 4096;
    private static final int LISTS = 128;
    private static final long SEGMENT_BYTES = 64L << 20;
    private static final int KEPT_FILES = 4;

    @Param({"none", "gzip"})
    public String compression = "";

    private List<List<BinlogEvent>> lists = List.of();
    private @Nullable Path folder;
    private @Nullable FileSink sink;
    private int next;

    /** Makes the transactions, in lists as they are written. */
    @Setup
    public void prepare() {
        List<Transaction> all = new ReadyStream(Workload.UNIFORM.writes(LIST, 1), LIST * LISTS).transactions();
        lists = IntStream.range(0, LISTS)
                .mapToObj(i -> List.<BinlogEvent>copyOf(all.subList(i * LIST, (i + 1) * LIST)))
                .toList();
    }

    /** Begins in a new folder where all transactions are written, as a sink takes none twice. */
    @Setup(Level.Invocation)
    public void begin() throws IOException {
        if (sink == null || next == LISTS) {
            end();
            folder = Scratch.create();
            sink = FileSink.builder(folder)
                    .format(FileFormat.SEGMENTS)
                    .rotation(Rotation.atSize(SEGMENT_BYTES))
                    .retention(Retention.keepAll().atMostFiles(KEPT_FILES))
                    .compression("gzip".equals(compression) ? Compression.gzip() : Compression.none())
                    .fsync(FsyncPolicy.never())
                    .build();
            sink.open(new SinkContext("figures", "ours"));
            next = 0;
        }
    }

    /** Closes the sink and deletes its files. */
    @TearDown
    public void end() throws IOException {
        if (sink != null && folder != null) {
            sink.close();
            Scratch.delete(folder);
            sink = null;
        }
    }

    /** Appends one list and waits until all of it is in the file; returns whether it is. */
    @Benchmark
    @OperationsPerInvocation(LIST)
    public boolean append() {
        FileSink open = sink;
        if (open == null) {
            throw new IllegalStateException("There is no sink");
        }
        open.write(lists.get(next++));
        // never forces by this policy, but waits for the thread beside
        return open.flush(true);
    }
}
