package io.github.binlogcapturer.examples;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.file.Compression;
import io.github.binlogcapturer.sink.file.FileFormat;
import io.github.binlogcapturer.sink.file.FileSink;
import io.github.binlogcapturer.sink.file.Replay;
import io.github.binlogcapturer.sink.file.ReplayReport;
import io.github.binlogcapturer.sink.file.Retention;
import io.github.binlogcapturer.sink.file.Rotation;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.testkit.RecordedCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Carries a recording into segments, then replays two of its tables into another sink. Run it twice: the second run writes nothing, since
 * the files know how far they go. The argument is a folder:
 *
 * <pre>
 * mvn -q compile -pl examples -am -Dexample=FilesAndBack -Dexec.args="/tmp/shop-binlog"
 * </pre>
 */
public final class FilesAndBack {

    private FilesAndBack() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("shop-binlog");
        Files.createDirectories(folder);
        capture(folder);
        System.out.println("Replayed from " + folder + ": " + replay(folder, new Counter()));
    }

    static void capture(Path folder) throws InterruptedException {
        // begin: files
        FileSink sink = FileSink.builder(folder) // Path.of("/var/lib/shop-binlog")
                .format(FileFormat.SEGMENTS)
                .rotation(Rotation.atSize(256L << 20).orAfter(Duration.ofHours(1)))
                .compression(Compression.gzip())
                .retention(Retention.keepAll().atMostAge(Duration.ofDays(30)))
                .build();
        // end: files
        try (RecordedCluster cluster = RecordedShop.start();
                BinlogCapturer capturer = RecordedShop.capture(cluster).build()) {
            capturer.applyTo(sink);
            RecordedShop.awaitPosition(capturer, capturer.start(), cluster.lastTs());
        }
    }

    static ReplayReport replay(Path folder, Sink target) throws InterruptedException {
        // begin: replay
        ReplayReport report = Replay.of(folder).tables("cdc.b1", "cdc.b2").into(target);
        // end: replay
        return report;
    }

    /** Takes events and counts their changes; a database or a topic would do as well. */
    static final class Counter implements Sink {

        private int changes;

        int changes() {
            return changes;
        }

        @Override
        public void write(List<BinlogEvent> events) {
            for (BinlogEvent event : events) {
                if (event instanceof Transaction transaction) {
                    changes += transaction.changes().size();
                }
            }
        }
    }
}
