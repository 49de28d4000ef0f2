package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.AbsentColumns;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.testkit.functional.ForkedCapture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A program that captures into files until it is killed. It keeps no checkpoint: the files alone know how far it is. */
public final class KilledFileCapture {

    private KilledFileCapture() {}

    /** Takes meta servers, namespace, the position to begin at, the folder, the format, and whether few files are kept, compressed. */
    public static void main(String[] args) throws InterruptedException {
        boolean keepsFew = Boolean.parseBoolean(args[5]);
        FileSink sink = FileSink.builder(Path.of(args[3]))
                .format(FileFormat.valueOf(args[4]))
                .fsync(FsyncPolicy.interval(Duration.ofMillis(20)))
                .rotateAt(keepsFew ? 20_000 : 100_000)
                .compression(keepsFew ? Compression.gzip(1) : Compression.none())
                .retention(keepsFew ? Retention.keepAll().atMostFiles(8) : Retention.keepAll())
                .build();
        try (BinlogCapturer capturer = BinlogCapturer.builder()
                .metaServers(List.of(args[0].split(",")))
                .namespace(args[1])
                .tables("shop.accounts", "shop.orders")
                .startFrom(StartPosition.after(CommitTs.of(Long.parseLong(args[2]))))
                .absentColumns(AbsentColumns.AS_DEFAULT)
                .pollInterval(Duration.ofMillis(5))
                .build()) {
            capturer.applyTo(sink);
            ForkedCapture.tellPositions(capturer);
        }
    }
}
