package io.github.binlogcapturer.testkit.functional;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A capture in a process of its own, whose heap a test chooses: reads until a commit ts, touches every value, and prints how much it was.
 * It may begin to take only once so many regions pause that nothing more can be buffered.
 */
final class SmallHeapCapture {

    private static final Duration MOST = Duration.ofMinutes(3);

    private static final double NEARLY_FULL = 0.95;

    private SmallHeapCapture() {}

    /** Takes meta server, namespace, tables, the commit ts to begin behind, the one to end at, how many regions have to pause first. */
    public static void main(String[] args) throws InterruptedException {
        CommitTs end = CommitTs.of(Long.parseLong(args[4]));
        long deadlineNs = System.nanoTime() + MOST.toNanos();
        int pausing = Integer.parseInt(args[5]);
        Buffers buffers = new Buffers();
        long transactions = 0;
        long bytes = 0;
        try (BinlogCapturer capturer = BinlogCapturer.builder()
                .metaServers(args[0])
                .namespace(args[1])
                .tables(args[2])
                .startFrom(StartPosition.after(CommitTs.of(Long.parseLong(args[3]))))
                .metrics(buffers)
                .build()) {
            EventStream stream = capturer.start();
            while (!buffers.areFull(pausing)) {
                if (capturer.failure().isPresent() || System.nanoTime() - deadlineNs > 0) {
                    throw new IllegalStateException(buffers + ". " + capturer.explain());
                }
                Thread.sleep(10);
            }
            System.out.println(buffers);
            while (stream.position().compareTo(end) < 0) {
                Batch batch = stream.getWithoutAck(100, Duration.ofMillis(100));
                for (Transaction transaction : batch.transactions()) {
                    transactions++;
                    bytes += touch(transaction);
                }
                if (!batch.isEmpty()) {
                    stream.ack(batch.id());
                }
                if (System.nanoTime() - deadlineNs > 0) {
                    throw new IllegalStateException(capturer.explain());
                }
            }
        }
        System.out.println("transactions=" + transactions + " bytes=" + bytes);
    }

    private static long touch(Transaction transaction) {
        return transaction.changes().stream()
                .mapToLong(change -> {
                    Row row = change.after() != null ? change.after() : change.before();
                    byte[] payload = row == null ? null : row.bytes("payload");
                    return payload == null ? 0 : payload.length;
                })
                .sum();
    }

    /** Knows how full the buffers are. */
    private static final class Buffers implements CaptureMetrics {

        private final Map<String, Double> bytes = new ConcurrentHashMap<>();
        private volatile double ringLimit = Double.MAX_VALUE;
        private volatile int pausedRegions;

        /** Whether the ring takes no more, and behind it no region reads on. */
        boolean areFull(int regions) {
            return regions == 0
                    || (pausedRegions >= regions && bytes.getOrDefault("ring", 0.0) > NEARLY_FULL * ringLimit);
        }

        @Override
        public void set(Metric metric, String label, double value) {
            if (metric == Metric.PAUSED_REGIONS) {
                pausedRegions = (int) value;
            } else if (metric == Metric.BUFFER_LIMIT && label.equals("ring")) {
                ringLimit = value;
            } else if (metric == Metric.BUFFER_BYTES) {
                bytes.put(label, value);
            }
        }

        @Override
        public void add(Metric metric, String label, long count) {}

        @Override
        public void record(Metric metric, String label, long durationNs) {}

        @Override
        public String toString() {
            return "paused=" + pausedRegions + " bytes=" + bytes;
        }
    }
}
