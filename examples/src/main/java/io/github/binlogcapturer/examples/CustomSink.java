package io.github.binlogcapturer.examples;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.testkit.RecordedCluster;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** A target of one's own: one method to write, the library does the rest. */
public final class CustomSink {

    private CustomSink() {}

    // begin: sink
    /** Counts changes by table and type. */
    static final class ChangeCounter implements Sink {

        private final Map<String, Integer> counts = new ConcurrentSkipListMap<>();

        @Override
        public void write(List<BinlogEvent> events) {
            for (BinlogEvent event : events) {
                if (event instanceof Transaction transaction) {
                    for (RowChange change : transaction.changes()) {
                        counts.merge(change.table() + " " + change.type(), 1, Integer::sum);
                    }
                }
            }
        }
    }
    // end: sink

    public static void main(String[] args) throws InterruptedException {
        run().forEach((what, count) -> System.out.println(what + ": " + count));
    }

    /** Applies the whole recording, and returns the counts. */
    static Map<String, Integer> run() throws InterruptedException {
        ChangeCounter sink = new ChangeCounter();
        try (RecordedCluster cluster = RecordedShop.start();
                BinlogCapturer capturer = RecordedShop.capture(cluster).build()) {
            capturer.applyTo(sink);
            RecordedShop.awaitPosition(capturer, capturer.start(), cluster.lastTs());
        }
        return sink.counts;
    }
}
