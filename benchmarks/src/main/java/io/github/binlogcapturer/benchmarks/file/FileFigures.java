package io.github.binlogcapturer.benchmarks.file;

import io.github.binlogcapturer.benchmarks.measure.Rounds;
import io.github.binlogcapturer.benchmarks.workload.AppliedStream;
import io.github.binlogcapturer.benchmarks.workload.ReadyStream;
import io.github.binlogcapturer.benchmarks.workload.RowWrite;
import io.github.binlogcapturer.benchmarks.workload.Workload;
import io.github.binlogcapturer.sink.file.FileFormat;
import io.github.binlogcapturer.sink.file.FileSink;
import io.github.binlogcapturer.sink.file.FsyncPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How many transactions of one row, of 4096 different ones, per second our sink appends to a file, and how many as bare appends: the same bytes, ready as an array per
 * transaction, collected in a direct buffer of 64 KiB, and forced to the disk as often. Prints one line per figure.
 *
 * <p>System properties: {@code writes} (default 1000000), {@code rounds} (7), {@code only} (a part of the names of those to measure).
 */
public final class FileFigures {

    private static final int WARM_UP = 3;
    private static final int BUFFER_BYTES = 64 << 10;
    /** What the applier takes at once, and so what is forced at once under {@link FsyncPolicy#everyBatch}. */
    private static final int BATCH = 4096;

    private final int writes = Integer.getInteger("writes", 1_000_000);
    private final int rounds = Integer.getInteger("rounds", 7);
    private final String only = System.getProperty("only", "");
    private final List<RowWrite> transactions = Workload.UNIFORM.writes(BATCH, 1);

    private FileFigures() {}

    /** Prints the figures. Takes a minute or two. */
    public static void main(String[] args) throws Exception {
        new FileFigures().run();
    }

    private void run() throws Exception {
        Map<String, FileFormat> formats = new LinkedHashMap<>();
        formats.put("segment", FileFormat.SEGMENTS);
        formats.put("json", FileFormat.JSON_LINES);
        formats.put("sql", FileFormat.SQL_LINES);
        formats.put("csv", FileFormat.CSV);
        for (Map.Entry<String, FileFormat> format : formats.entrySet()) {
            measure("file/" + format.getKey() + "/none", format.getValue(), FsyncPolicy.never(), 0);
            measure(
                    "file/" + format.getKey() + "/interval-100ms",
                    format.getValue(),
                    FsyncPolicy.interval(Duration.ofMillis(100)),
                    0);
            measure(
                    "file/" + format.getKey() + "/every-batch",
                    format.getValue(),
                    FsyncPolicy.everyBatch(),
                    (writes + BATCH - 1) / BATCH);
        }
    }

    private void measure(String name, FileFormat format, FsyncPolicy fsync, int forces) throws Exception {
        if (!name.contains(only)) {
            return;
        }
        Path folder = Files.createTempDirectory("file-figures");
        append(folder, format, fsync);
        List<byte[]> records = records(folder);
        delete(folder);
        long intervalNs =
                fsync instanceof FsyncPolicy.Interval policy ? policy.interval().toNanos() : Long.MAX_VALUE;
        System.out.println(new Rounds(WARM_UP, rounds, Duration.ofMinutes(5))
                .compare(
                        name,
                        "transactions of one row",
                        () -> rate(ours(format, fsync)),
                        () -> rate(bare(records, forces, intervalNs)))
                .text());
    }

    private long ours(FileFormat format, FsyncPolicy fsync) throws Exception {
        Path folder = Files.createTempDirectory("file-figures");
        try {
            return append(folder, format, fsync);
        } finally {
            delete(folder);
        }
    }

    private long append(Path folder, FileFormat format, FsyncPolicy fsync) throws Exception {
        AppliedStream applied = AppliedStream.into(
                FileSink.builder(folder)
                        .format(format)
                        .fsync(fsync)
                        .rotateAt(Long.MAX_VALUE)
                        .build(),
                new ReadyStream(transactions, writes));
        applied.awaitWarm();
        long startNs = System.nanoTime();
        applied.apply();
        long tookNs = System.nanoTime() - startNs;
        applied.end();
        return tookNs;
    }

    private static long bare(List<byte[]> records, int forces, long intervalNs) throws IOException {
        Path folder = Files.createTempDirectory("file-figures");
        try (FileChannel channel =
                FileChannel.open(folder.resolve("bare"), StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND)) {
            long startNs = System.nanoTime();
            append(channel, records, forces, intervalNs);
            return System.nanoTime() - startNs;
        } finally {
            delete(folder);
        }
    }

    private static void append(FileChannel channel, List<byte[]> records, int forces, long intervalNs)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        int perForce = forces == 0 ? Integer.MAX_VALUE : BATCH;
        long forcedNs = System.nanoTime();
        for (int i = 0; i < records.size(); i++) {
            byte[] record = records.get(i);
            if (buffer.remaining() < record.length) {
                drain(buffer, channel);
                if (System.nanoTime() - forcedNs > intervalNs) {
                    channel.force(false);
                    forcedNs = System.nanoTime();
                }
            }
            buffer.put(record);
            if ((i + 1) % perForce == 0) {
                drain(buffer, channel);
                channel.force(false);
            }
        }
        drain(buffer, channel);
        if (forces > 0 || intervalNs < Long.MAX_VALUE) {
            channel.force(false);
        }
    }

    private static void drain(ByteBuffer buffer, FileChannel channel) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    /** Cuts what a sink has written into as many arrays as there are transactions. */
    private List<byte[]> records(Path folder) throws IOException {
        byte[] all;
        try (Stream<Path> files = Files.list(folder)) {
            all = Files.readAllBytes(
                    files.max(Comparator.comparingLong(FileFigures::size)).orElseThrow());
        }
        int length = all.length / writes;
        List<byte[]> records = new ArrayList<>(writes);
        for (int i = 0; i < writes; i++) {
            records.add(Arrays.copyOfRange(all, i * length, (i + 1) * length));
        }
        return records;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot ask for the size of " + file, e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private double rate(long tookNs) {
        return writes * (double) TimeUnit.SECONDS.toNanos(1) / tookNs;
    }
}
