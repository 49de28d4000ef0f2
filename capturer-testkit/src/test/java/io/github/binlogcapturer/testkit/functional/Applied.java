package io.github.binlogcapturer.testkit.functional;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.ParallelSink;
import io.github.binlogcapturer.spi.Sink;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** Captures that end when a sink has taken everything up to a timestamp. */
public final class Applied {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private Applied() {}

    /** Captures into a sink until a timestamp is applied. */
    public static void upTo(CommitTs end, BinlogCapturerBuilder builder, Sink sink) throws InterruptedException {
        try (BinlogCapturer capturer = builder.build()) {
            capturer.applyTo(sink);
            await(end, capturer);
        }
    }

    /** Captures into a sink until a timestamp is applied. */
    public static void upTo(CommitTs end, BinlogCapturerBuilder builder, ParallelSink sink)
            throws InterruptedException {
        try (BinlogCapturer capturer = builder.build()) {
            capturer.applyTo(sink);
            await(end, capturer);
        }
    }

    /** Starts a capture and waits until it has applied everything up to a timestamp; fails as it fails. */
    public static void await(CommitTs end, BinlogCapturer capturer) throws InterruptedException {
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
