package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.internal.meta.CloseSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class AnswerMemoryTest {

    private final AnswerMemory memory = new AnswerMemory(100);
    private final CloseSignal signal = new CloseSignal("reader");

    private CompletableFuture<Void> takeAside(long bytes, Runnable then) {
        return CompletableFuture.runAsync(() -> {
            try {
                memory.take(bytes, signal);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            then.run();
        });
    }

    private Thread taking(long bytes, Runnable then) {
        Thread thread = new Thread(() -> {
            try {
                memory.take(bytes, signal);
                then.run();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
        await().until(() -> thread.getState() == Thread.State.WAITING || !thread.isAlive());
        return thread;
    }

    @Test
    void shouldNeverGiveMoreThanThereIs() throws Exception {
        AtomicLong taken = new AtomicLong();
        AtomicLong most = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Thread thread = new Thread(() -> {
                for (int round = 0; round < 200; round++) {
                    takeAndGiveBack(10 + round % 60, taken, most);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join(30_000);
            assertThat(thread.isAlive()).isFalse();
        }

        assertThat(most.get()).isBetween(1L, 100L);
    }

    private void takeAndGiveBack(long bytes, AtomicLong taken, AtomicLong most) {
        try {
            memory.take(bytes, signal);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        most.accumulateAndGet(taken.addAndGet(bytes), Math::max);
        taken.addAndGet(-bytes);
        memory.giveBack(bytes);
    }

    @Test
    void shouldServeWhoWaitsLongestFirst() throws Exception {
        List<String> served = new CopyOnWriteArrayList<>();
        memory.take(80, signal);
        taking(100, () -> served.add("large"));
        taking(10, () -> served.add("small"));
        assertThat(served).isEmpty();

        memory.giveBack(80);
        await().until(() -> served.contains("large"));
        assertThat(served).containsExactly("large");

        memory.giveBack(100);
        await().until(() -> served.contains("small"));
    }

    @Test
    void shouldEndWaitWhenClosed() throws Exception {
        memory.take(80, signal);
        CompletableFuture<Void> waiting = takeAside(30, () -> {});

        signal.close();
        memory.wake();

        assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(CapturerClosedException.class);
    }

    @Test
    void shouldEndWaitWhenInterruptedAndLetOthersPass() throws Exception {
        List<String> served = new CopyOnWriteArrayList<>();
        AtomicReference<Throwable> seen = new AtomicReference<>();
        memory.take(80, signal);
        Thread first = new Thread(() -> seen.set(catchThrowable(() -> memory.take(50, signal))));
        first.start();
        await().until(() -> first.getState() == Thread.State.WAITING);
        taking(20, () -> served.add("second"));

        first.interrupt();
        first.join(10_000);

        assertThat(seen.get()).isInstanceOf(InterruptedException.class);
        await().until(() -> served.contains("second"));
    }
}
