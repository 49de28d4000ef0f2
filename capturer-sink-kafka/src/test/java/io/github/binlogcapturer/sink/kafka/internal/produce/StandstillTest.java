package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.spi.CaptureClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class StandstillTest {

    private final AtomicLong nowNs = new AtomicLong(1);
    private final AtomicLong progress = new AtomicLong();
    private final List<Long> checkedAfterS = new ArrayList<>();
    private boolean breaks;
    private final Standstill standstill = new Standstill(
            "watch",
            new CaptureClock() {
                @Override
                public Instant now() {
                    return Instant.EPOCH;
                }

                @Override
                public long nanoTime() {
                    return nowNs.get();
                }
            },
            "Kafka",
            progress::get,
            () -> "it is down",
            standingNs -> {
                checkedAfterS.add(Duration.ofNanos(standingNs).toSeconds());
                return breaks;
            });

    @Test
    void shouldGoOnLookingThoughALookFails() {
        AtomicInteger looks = new AtomicInteger();
        Standstill watch = new Standstill(
                "watch",
                CaptureClock.system(),
                "Kafka",
                () -> {
                    looks.incrementAndGet();
                    throw new IllegalStateException("cannot look");
                },
                () -> null,
                standingNs -> false);
        watch.start();
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> looks.get() >= 2);
        } finally {
            watch.close();
        }
    }

    private void look(int seconds) throws InterruptedException {
        for (int i = 0; i < seconds; i++) {
            nowNs.addAndGet(1_000_000_000);
            standstill.look();
        }
    }

    @Test
    void shouldHaveItLookedAtNowAndThenWhileNothingMoves() throws InterruptedException {
        standstill.enter("send");
        look(75);
        assertThat(checkedAfterS).containsExactly(10L, 40L, 70L);
    }

    @Test
    void shouldBeginToCountAnewWhereItWasBroken() throws InterruptedException {
        breaks = true;
        standstill.enter("send");
        look(31);
        assertThat(checkedAfterS).containsExactly(10L, 10L, 10L);
    }

    @Test
    void shouldNotMindALongWriteThatGetsOn() throws InterruptedException {
        standstill.enter("send");
        for (int i = 0; i < 10; i++) {
            look(9);
            progress.incrementAndGet();
        }
        assertThat(checkedAfterS).isEmpty();
    }

    @Test
    void shouldNotMindWritesWithoutRecords() throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            standstill.enter("send");
            look(1);
        }
        standstill.leave();
        look(50);
        assertThat(checkedAfterS).isEmpty();
    }
}
