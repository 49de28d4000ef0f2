package io.github.binlogcapturer.testkit.functional;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.testkit.RecordedCluster;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;

/** What tests on recordings share. */
public final class Replays {

    private static final Duration WAIT = Duration.ofMillis(20);

    private Replays() {}

    /** A capture from the earliest entry on. */
    public static BinlogCapturerBuilder capture(RecordedCluster cluster, String... tables) {
        return BinlogCapturer.builder()
                .metaServers(cluster.metaServers())
                .namespace(cluster.namespace())
                .tables(tables)
                .timestampZone(ZoneOffset.UTC)
                .pollInterval(Duration.ofMillis(5))
                .startFrom(StartPosition.checkpointOr(StartPosition.earliest()));
    }

    /** Gets everything that the recording holds, acknowledged. */
    static List<BinlogEvent> all(BinlogCapturerBuilder builder, RecordedCluster cluster) throws InterruptedException {
        try (BinlogCapturer capturer = builder.build()) {
            return all(capturer, capturer.start(), cluster);
        }
    }

    static List<BinlogEvent> all(BinlogCapturer capturer, EventStream stream, RecordedCluster cluster)
            throws InterruptedException {
        List<BinlogEvent> events = new ArrayList<>();
        consume(capturer, stream, cluster, batch -> {
            events.addAll(batch.events());
            stream.ack(batch.id());
            return true;
        });
        return events;
    }

    /** Gets batches until the recording's end, or until the consumer has enough. */
    static void consume(BinlogCapturer capturer, EventStream stream, RecordedCluster cluster, Predicate<Batch> consumer)
            throws InterruptedException {
        long deadlineNs = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            boolean complete = capturer.watermark().orElseThrow().compareTo(cluster.lastTs()) >= 0;
            Batch batch = stream.getWithoutAck(500, WAIT);
            if (batch.isEmpty() ? complete : !consumer.test(batch)) {
                return;
            }
            assertThat(System.nanoTime()).as(capturer::explain).isLessThan(deadlineNs);
        }
    }

    static List<Transaction> transactions(List<BinlogEvent> events) {
        return events.stream()
                .filter(Transaction.class::isInstance)
                .map(Transaction.class::cast)
                .toList();
    }
}
