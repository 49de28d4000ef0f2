package io.github.binlogcapturer.benchmarks.source;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.benchmarks.measure.Way;
import io.github.binlogcapturer.benchmarks.workload.LoggedTable;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.CheckpointStore;
import io.github.binlogcapturer.spi.Sink;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A capture of all there is with the default settings, into a sink that counts. Notes what processor time each took. */
final class CaptureDrain implements Way {

    private final ForkedCluster cluster;
    private final com.sun.management.OperatingSystemMXBean system =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final List<Double> cpuMicros = new ArrayList<>();

    CaptureDrain(ForkedCluster cluster) {
        this.cluster = cluster;
    }

    /** Returns the processor time of all threads in microseconds per transaction, of each time it was done. */
    List<Double> cpuMicros() {
        return cpuMicros;
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
            long startCpuNs = system.getProcessCpuTime();
            long startNs = System.nanoTime();
            capturer.start();
            counter.await(capturer);
            double seconds = (System.nanoTime() - startNs) / 1e9;
            cpuMicros.add((system.getProcessCpuTime() - startCpuNs) / 1e3 / cluster.transactions());
            return cluster.transactions() / seconds;
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
