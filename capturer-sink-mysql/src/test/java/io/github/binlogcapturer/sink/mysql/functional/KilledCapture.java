package io.github.binlogcapturer.sink.mysql.functional;

import io.github.binlogcapturer.AbsentColumns;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.mysql.MySqlSink;
import io.github.binlogcapturer.sink.mysql.TableRoutes;
import io.github.binlogcapturer.testkit.functional.ForkedCapture;
import java.time.Duration;
import java.util.List;

/** A program that captures into a database until it is killed. It keeps no checkpoint: the target alone knows how far it is. */
public final class KilledCapture {

    private KilledCapture() {}

    /** Takes meta servers, namespace, the position to begin at, the target's URL, user and database, and the number of lanes. */
    public static void main(String[] args) throws InterruptedException {
        MySqlSink sink = MySqlSink.builder()
                .url(args[3])
                .user(args[4])
                .password("")
                .lanes(Integer.parseInt(args[6]))
                .batch(32, 1 << 20)
                .sourceWins(false)
                .routes(TableRoutes.builder().route("*.*", args[5] + ".{table}").build())
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
