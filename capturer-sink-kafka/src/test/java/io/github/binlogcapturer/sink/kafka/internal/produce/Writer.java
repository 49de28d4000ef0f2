package io.github.binlogcapturer.sink.kafka.internal.produce;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A thread that writes. */
final class Writer {

    interface Work {
        void run() throws Exception;
    }

    private final Thread thread;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Writer(Work work) {
        thread = new Thread(() -> {
            try {
                work.run();
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        thread.start();
    }

    /** Waits until it stands still; the pauses between records are shorter. */
    void awaitWaiting() {
        await().atMost(Duration.ofSeconds(30))
                .during(Duration.ofMillis(500))
                .until(() ->
                        thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
    }

    @Nullable
    Throwable failure() throws InterruptedException {
        thread.join(90_000);
        assertThat(thread.isAlive()).isFalse();
        return failure.get();
    }

    void join() throws InterruptedException {
        thread.join(90_000);
        assertThat(thread.isAlive()).isFalse();
        assertThat(failure.get()).isNull();
    }

    void interrupt() throws InterruptedException {
        thread.interrupt();
        thread.join(20_000);
        assertThat(thread.isAlive()).isFalse();
        assertThat(failure.get()).isInstanceOf(InterruptedException.class);
    }
}
