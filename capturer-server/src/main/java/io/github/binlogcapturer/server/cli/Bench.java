package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.MessageEncoder;
import io.github.binlogcapturer.format.MessageFormat;
import io.github.binlogcapturer.server.terminal.Progress;
import io.github.binlogcapturer.spi.CaptureClock;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures how fast the source is read, and how fast a format encodes what was read. */
final class Bench {

    private static final int BATCH = 2000;
    private static final Duration WAIT = Duration.ofMillis(200);
    /** Enough for a mix of transactions, little enough for any heap. */
    private static final long SAMPLE_BYTES = 16L << 20;

    private final CaptureClock clock;
    private final List<Transaction> sample = new ArrayList<>();
    private long sampleBytes;
    private String brake = "";

    Bench(CaptureClock clock) {
        this.clock = clock;
    }

    /** Reads into nothing for a time. */
    BenchResult read(BinlogCapturerBuilder capture, Duration time, Progress progress) throws InterruptedException {
        try (BinlogCapturer capturer = capture.build()) {
            EventStream stream = capturer.start();
            long cpuNs = cpuNs();
            long beginNs = clock.nanoTime();
            long endNs = beginNs + time.toNanos();
            long transactions = 0;
            long changes = 0;
            long bytes = 0;
            int idle = 0;
            int rounds = 0;
            while (clock.nanoTime() - endNs < 0) {
                Batch batch = stream.getWithoutAck(BATCH, WAIT);
                rounds++;
                idle += batch.isEmpty() ? 1 : 0;
                for (Transaction transaction : batch.transactions()) {
                    transactions++;
                    changes += transaction.changes().size();
                    bytes += transaction.sizeBytes();
                    keep(transaction);
                }
                stream.ack(batch.id());
                progress.update("reading", changes, 0);
            }
            brake = capturer.explain();
            return new BenchResult(
                    Duration.ofNanos(clock.nanoTime() - beginNs),
                    transactions,
                    changes,
                    bytes,
                    cpuNs() - cpuNs,
                    idle * 10 > rounds);
        }
    }

    private void keep(Transaction transaction) {
        if (sampleBytes < SAMPLE_BYTES) {
            sampleBytes += transaction.sizeBytes();
            sample.add(transaction);
        }
    }

    /** Returns what the capture said it waited for at the end. */
    String brake() {
        return brake;
    }

    /** Encodes what was read, again and again for a time on one thread; empty where nothing was read. Bytes are those of messages. */
    Optional<BenchResult> encode(MessageFormat format, Duration time) {
        if (sample.isEmpty()) {
            return Optional.empty();
        }
        MessageBuffer buffer = new MessageBuffer();
        MessageEncoder encoder = format.encoder(buffer);
        encodeFor(time.dividedBy(4), encoder, buffer); // until the compiler is done with it
        return Optional.of(encodeFor(time, encoder, buffer));
    }

    private BenchResult encodeFor(Duration time, MessageEncoder encoder, MessageBuffer buffer) {
        long cpuNs = cpuNs();
        long beginNs = clock.nanoTime();
        long endNs = beginNs + time.toNanos();
        long transactions = 0;
        long changes = 0;
        long bytes = 0;
        while (clock.nanoTime() - endNs < 0) {
            for (Transaction transaction : sample) {
                for (int i = 0; i < transaction.changes().size(); i++) {
                    encoder.change(transaction, i);
                }
                transactions++;
                changes += transaction.changes().size();
                bytes += buffer.length();
                buffer.clear();
            }
        }
        return new BenchResult(
                Duration.ofNanos(clock.nanoTime() - beginNs), transactions, changes, bytes, cpuNs() - cpuNs, false);
    }

    /** Returns processor time of this process, 0 where the JVM does not tell. */
    private static long cpuNs() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? Math.max(0, system.getProcessCpuTime())
                : 0;
    }
}
