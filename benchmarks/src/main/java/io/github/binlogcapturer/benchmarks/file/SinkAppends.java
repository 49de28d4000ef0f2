package io.github.binlogcapturer.benchmarks.file;

import io.github.binlogcapturer.benchmarks.workload.AppliedStream;
import io.github.binlogcapturer.benchmarks.workload.ReadyStream;
import io.github.binlogcapturer.sink.file.FileFormat;
import io.github.binlogcapturer.sink.file.FileSink;
import io.github.binlogcapturer.sink.file.FsyncPolicy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Our sink into files, which has a ready stream to write. What warms it up is in the same file, and does not count. */
final class SinkAppends {

    private final FileFormat format;
    private final FsyncPolicy fsync;
    private final ReadyStream ready;
    private final int writes;

    SinkAppends(FileFormat format, FsyncPolicy fsync, ReadyStream ready, int writes) {
        this.format = format;
        this.fsync = fsync;
        this.ready = ready;
        this.writes = writes;
    }

    /**
     * Writes all once; returns how many transactions per second.
     *
     * @throws IllegalStateException if the bytes in the file have another checksum
     */
    double rate(long checksum) throws Exception {
        Path folder = Scratch.create();
        try {
            long[] warmBytes = {0};
            long tookNs = write(folder, warmBytes);
            Scratch.verify(file(folder), warmBytes[0], checksum);
            return Scratch.rate(writes, tookNs);
        } finally {
            Scratch.delete(folder);
        }
    }

    /** Writes all once; returns what it wrote. */
    Written written() throws Exception {
        Path folder = Scratch.create();
        try {
            long[] warmBytes = {0};
            write(folder, warmBytes);
            Path file = file(folder);
            return new Written(
                    Scratch.checksum(file, warmBytes[0]), Files.size(file) - warmBytes[0], middle(file, warmBytes[0]));
        } finally {
            Scratch.delete(folder);
        }
    }

    /**
     * What was written behind that which warms up.
     *
     * @param checksum of all bytes
     * @param bytes how many there are
     * @param middle the bytes of as many transactions as differ, in the middle of all, in as many arrays of about one length
     */
    record Written(long checksum, long bytes, List<byte[]> middle) {}

    private List<byte[]> middle(Path file, long from) throws IOException {
        int count = Math.min(writes, FileFigure.BATCH);
        int first = (writes - count) / 2;
        long length = Files.size(file) - from;
        List<byte[]> records = new ArrayList<>(count);
        try (FileChannel channel = FileChannel.open(file)) {
            for (long i = first; i < first + count; i++) {
                long start = i * length / writes;
                byte[] record = new byte[(int) ((i + 1) * length / writes - start)];
                channel.read(ByteBuffer.wrap(record), from + start);
                records.add(record);
            }
        }
        return records;
    }

    /** Returns how long it took in nanoseconds, behind what warms up. */
    private long write(Path folder, long[] warmBytes) throws Exception {
        FileSink sink = FileSink.builder(folder)
                .format(format)
                .fsync(fsync)
                .rotateAt(Long.MAX_VALUE)
                .build();
        try (AppliedStream applied = AppliedStream.into(sink, ready.again())) {
            applied.awaitWarm();
            warmBytes[0] = Files.size(file(folder));
            long startNs = System.nanoTime();
            applied.apply();
            return System.nanoTime() - startNs;
        }
    }

    /** Returns the file that is written to. */
    private static Path file(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".open"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
