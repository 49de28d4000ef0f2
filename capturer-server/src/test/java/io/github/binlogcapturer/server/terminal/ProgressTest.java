package io.github.binlogcapturer.server.terminal;

import io.github.binlogcapturer.spi.CaptureClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressTest {

    /** A clock that moves when told. */
    private static final class Steps implements CaptureClock {
        private long ns;

        void pass(Duration time) {
            ns += time.toNanos();
        }

        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos(ns);
        }

        @Override
        public long nanoTime() {
            return ns;
        }
    }

    private final Steps clock = new Steps();
    private final StringWriter text = new StringWriter();

    @Test
    void shouldTellRateAndTimeLeft() {
        Progress progress = Progress.start(new PrintWriter(text), true, clock, "rows");
        clock.pass(Duration.ofSeconds(10));
        progress.update("shop.orders", 5_000, 20_000);

        assertThat(progress.last())
                .isEqualTo("shop.orders [#####...............] 25%  5,000 of 20,000 rows  500/s  30 s left");
        assertThat(text.toString()).startsWith("\rshop.orders");
    }

    @Test
    void shouldDrawTheBarAtMostFiveTimesASecond() {
        Progress progress = Progress.start(new PrintWriter(text), true, clock, "rows");
        for (int i = 0; i < 100; i++) {
            progress.update("t", i, 100);
            clock.pass(Duration.ofMillis(10));
        }

        assertThat(text.toString().chars().filter(c -> c == '\r').count()).isEqualTo(5);
    }

    @Test
    void shouldWipeTheBarAtTheEnd() {
        Progress progress = Progress.start(new PrintWriter(text), true, clock, "rows");
        progress.update("t", 1, 2);
        progress.close();

        assertThat(text.toString()).endsWith(" \r");
    }

    @Test
    void shouldPrintALineEveryTenSecondsWhereNoTerminalIs() {
        Progress progress = Progress.start(new PrintWriter(text), false, clock, "rows");
        for (int i = 0; i < 35; i++) {
            progress.update("t", i, 0);
            clock.pass(Duration.ofSeconds(1));
        }
        progress.close();

        assertThat(text.toString().lines()).hasSize(3).allMatch(line -> !line.contains("[") && line.contains(" rows "));
    }
}
