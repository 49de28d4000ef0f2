package io.github.binlogcapturer.examples;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.testkit.RecordedCluster;
import io.github.binlogcapturer.testkit.Recordings;
import java.time.Duration;
import java.time.ZoneOffset;

/** What the examples share: a cluster that serves the recording of eight clients at work on three tables. */
final class RecordedShop {

    private RecordedShop() {}

    /** Starts two meta servers and the stores, each region with two followers. */
    static RecordedCluster start() {
        return RecordedCluster.builder()
                .recording(Recordings.CONCURRENT)
                .followers(2)
                .metaServers(2)
                .start();
    }

    /** Begins a capture of the three tables, as one begins it on a real cluster. */
    static BinlogCapturerBuilder capture(RecordedCluster cluster) {
        return BinlogCapturer.builder()
                .metaServers(cluster.metaServers())
                .namespace(cluster.namespace())
                .tables("cdc.b1", "cdc.b2", "cdc.b3")
                .timestampZone(ZoneOffset.UTC)
                .startFrom(StartPosition.checkpointOr(StartPosition.earliest()));
    }

    /**
     * Waits until a subscriber has acknowledged everything up to a timestamp. A real binlog has no end, so this is for recordings only.
     *
     * @throws IllegalStateException if the capturer ends before
     */
    static void awaitPosition(BinlogCapturer capturer, EventStream stream, CommitTs end) throws InterruptedException {
        while (stream.position().compareTo(end) < 0) {
            if (capturer.awaitEnd(Duration.ofMillis(20))) {
                throw new IllegalStateException(
                        capturer.explain(), capturer.failure().orElse(null));
            }
        }
    }
}
