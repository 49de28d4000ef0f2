package io.github.binlogcapturer.sink.mysql.functional;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.mysql.MySqlSink;
import io.github.binlogcapturer.sink.mysql.MySqlSinkBuilder;
import io.github.binlogcapturer.sink.mysql.TableRoutes;
import io.github.binlogcapturer.testkit.database.DatabaseServer;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** What the tests of whole captures share. */
final class Captures {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private Captures() {}

    /** A sink that puts all tables into one database, making those that are missing. */
    static MySqlSinkBuilder sinkTo(DatabaseServer server, String database) {
        return MySqlSink.builder()
                .url(server.url(database))
                .user(server.user())
                .password(server.password())
                .routes(TableRoutes.builder()
                        .route("*.*", database + ".{table}")
                        .build())
                .createMissingTables(true);
    }

    /** Captures into a sink until a timestamp is applied. */
    static void applyUpTo(CommitTs end, BinlogCapturerBuilder builder, MySqlSink sink) throws InterruptedException {
        try (BinlogCapturer capturer = builder.build()) {
            capturer.applyTo(sink);
            awaitApplied(end, capturer);
        }
    }

    /** Waits until a capture has applied everything up to a timestamp; fails as it fails. */
    static void awaitApplied(CommitTs end, BinlogCapturer capturer) throws InterruptedException {
        EventStream stream = capturer.start();
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (stream.position().compareTo(end) < 0) {
            capturer.failure().ifPresent(failure -> {
                throw new AssertionError("The capture failed: " + failure.getMessage(), failure);
            });
            assertThat(System.nanoTime() - deadlineNs)
                    .as(() -> "applied up to " + stream.position() + " of " + end + "; " + capturer.explain())
                    .isNegative();
            Thread.sleep(5);
        }
    }
}
