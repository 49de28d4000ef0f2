package io.github.binlogcapturer.benchmarks.source;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.benchmarks.measure.Way;
import io.github.binlogcapturer.benchmarks.workload.LoggedTable;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.CheckpointStore;
import io.github.binlogcapturer.spi.Sink;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A capture of all there is with the default settings, into a sink that counts. */
final class CaptureDrain implements Way {

    private final ForkedCluster cluster;

    CaptureDrain(ForkedCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public double rate() throws InterruptedException {
        Counter counter = new Counter(cluster.transactions());
        try (BinlogCapturer capturer = BinlogCapturer.builder()
                .metaServers(cluster.metaServer())
                .namespace("SIMULATED")
                .tables(LoggedTable.NAME.toString())
                .checkpoints(CheckpointStore.inMemory())
                .startFrom(StartPosition.earliest())
                .build()) {
            capturer.applyTo(counter);
            long startNs = System.nanoTime();
            capturer.start();
            counter.await(capturer);
            return cluster.transactions() / ((System.nanoTime() - startNs) / 1e9);
        }
    }

    /** Counts down. */
    private static final class Counter implements Sink {

        private final CountDownLatch done = new CountDownLatch(1);
        private int left;

        Counter(int expected) {
            this.left = expected;
        }

        @Override
        public void write(List<BinlogEvent> events) {
            for (BinlogEvent event : events) {
                left -= event instanceof Transaction ? 1 : 0;
            }
            if (left <= 0) {
                done.countDown();
            }
        }

        void await(BinlogCapturer capturer) throws InterruptedException {
            while (!done.await(100, TimeUnit.MILLISECONDS)) {
                capturer.failure().ifPresent(failure -> {
                    throw new IllegalStateException("The capture has failed", failure);
                });
            }
            if (left != 0) {
                throw new IllegalStateException("The capture brought " + -left + " transactions too many");
            }
        }
    }
}
