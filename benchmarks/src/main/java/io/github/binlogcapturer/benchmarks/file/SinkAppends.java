package io.github.binlogcapturer.benchmarks.file;

import io.github.binlogcapturer.benchmarks.workload.AppliedStream;
import io.github.binlogcapturer.benchmarks.workload.ReadyStream;
import io.github.binlogcapturer.sink.file.FileFormat;
import io.github.binlogcapturer.sink.file.FileSink;
import io.github.binlogcapturer.sink.file.FsyncPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** Writes all once; returns the bytes in as many arrays of about one length as there are transactions. */
    List<byte[]> records() throws Exception {
        Path folder = Scratch.create();
        try {
            long[] warmBytes = {0};
            write(folder, warmBytes);
            byte[] all = Files.readAllBytes(file(folder));
            int from = Math.toIntExact(warmBytes[0]);
            long length = (long) all.length - from;
            List<byte[]> records = new ArrayList<>(writes);
            for (long i = 0; i < writes; i++) {
                int start = (int) (from + i * length / writes);
                int end = (int) (from + (i + 1) * length / writes);
                records.add(Arrays.copyOfRange(all, start, end));
            }
            return records;
        } finally {
            Scratch.delete(folder);
        }
    }

    /** Returns how long it took in nanoseconds, behind what warms up. */
    private long write(Path folder, long[] warmBytes) throws Exception {
        AppliedStream applied = AppliedStream.into(
                FileSink.builder(folder)
                        .format(format)
                        .fsync(fsync)
                        .rotateAt(Long.MAX_VALUE)
                        .build(),
                ready.again());
        applied.awaitWarm();
        warmBytes[0] = Files.size(file(folder));
        long startNs = System.nanoTime();
        applied.apply();
        long tookNs = System.nanoTime() - startNs;
        applied.end();
        return tookNs;
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
