package io.github.binlogcapturer.examples;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.testkit.RecordedCluster;
import java.io.PrintStream;
import java.time.Duration;

/**
 * The pull interface step by step: several batches at once, an ack that confirms more than one, a rollback, and a second subscriber that
 * does not notice any of it.
 */
public final class PullApi {

    private static final int BATCH_SIZE = 100;

    private final PrintStream out;

    PullApi(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) throws InterruptedException {
        new PullApi(System.out).run();
    }

    void run() throws InterruptedException {
        try (RecordedCluster cluster = RecordedShop.start();
                BinlogCapturer capturer = RecordedShop.capture(cluster)
                        .subscribers("search", "audit")
                        .build()) {
            EventStream search = capturer.stream("search");
            awaitAll(capturer, cluster);
            ackAndRollback(search);
            readToTheEnd(capturer.stream("audit"));
        }
    }

    /** Lets the ring fill first, so that the batches are the same in every run. Only an example needs that. */
    private static void awaitAll(BinlogCapturer capturer, RecordedCluster cluster) throws InterruptedException {
        while (capturer.watermark().orElseThrow().compareTo(cluster.lastTs()) < 0) {
            if (capturer.awaitEnd(Duration.ofMillis(20))) {
                throw new IllegalStateException(
                        capturer.explain(), capturer.failure().orElse(null));
            }
        }
    }

    private void ackAndRollback(EventStream stream) throws InterruptedException {
        Batch first = take(stream);
        Batch second = take(stream);
        Batch third = take(stream);

        // confirms the first one, too: an ack means its batch and all before it
        stream.ack(second.id());
        out.println("acknowledged two batches, the position is " + stream.position());

        // as after a failure: what is not acknowledged comes again, under a new id
        stream.rollback(third.id());
        Batch again = take(stream);
        out.println("rolled the third back, it came again: " + again.events().equals(third.events())
                + ", under a new id: " + (again.id() > third.id()));
        stream.ack(again.id());
        out.println("the first began at " + first.events().get(0).commitTs() + ", all are acknowledged up to "
                + stream.position());
    }

    private void readToTheEnd(EventStream stream) {
        int transactions = 0;
        for (Batch batch = stream.get(BATCH_SIZE); !batch.isEmpty(); batch = stream.get(BATCH_SIZE)) {
            transactions += batch.transactions().size();
        }
        out.println(stream.name() + " has a position of its own and got " + transactions + " transactions");
    }

    private Batch take(EventStream stream) throws InterruptedException {
        Batch batch = stream.getWithoutAck(BATCH_SIZE, Duration.ofSeconds(10));
        out.println(stream.name() + " got " + batch.transactions().size() + " transactions with " + batch.changeCount()
                + " row changes");
        return batch;
    }
}
