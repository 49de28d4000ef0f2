package io.github.binlogcapturer.testkit.functional;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.Transaction;
import java.time.Duration;

/**
 * A capture in a process of its own, whose heap a test chooses: reads until a commit ts, touches every value, and prints how much it was.
 */
final class SmallHeapCapture {

    private static final Duration MOST = Duration.ofMinutes(3);

    private SmallHeapCapture() {}

    /** Takes meta server, namespace, tables, the commit ts to begin behind, the one to end at. */
    public static void main(String[] args) throws InterruptedException {
        CommitTs end = CommitTs.of(Long.parseLong(args[4]));
        long deadlineNs = System.nanoTime() + MOST.toNanos();
        long transactions = 0;
        long bytes = 0;
        try (BinlogCapturer capturer = BinlogCapturer.builder()
                .metaServers(args[0])
                .namespace(args[1])
                .tables(args[2])
                .startFrom(StartPosition.after(CommitTs.of(Long.parseLong(args[3]))))
                .build()) {
            EventStream stream = capturer.start();
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
}
