package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.CapturerState;
import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.spi.SinkContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Sinks whose opening takes its time or goes wrong: the capturer still ends, and lets go of what it has opened. */
class CapturerOpeningTest extends CapturerFixture {

    private final SlowSink slow = new SlowSink();

    @Test
    void shouldEndASinkThatIsBeingOpenedWhenItCloses() throws Exception {
        BinlogCapturer capturer = build(builder());
        CompletableFuture<Ended> applying = applyTo(capturer, "default");
        capturer.close();

        Ended ended = applying.get(10, TimeUnit.SECONDS);
        assertThat(ended.failure()).isInstanceOf(CapturerClosedException.class).hasMessageContaining("was opened");
        assertThat(ended.interrupted()).isFalse();
        assertThat(capturer.state()).isEqualTo(CapturerState.STOPPED);
        assertThat(slow.notes).isEmpty();
    }

    @Test
    void shouldEndASinkThatIsBeingOpenedWhenItFails() throws Exception {
        BinlogCapturer capturer = build(builder().subscribers("one", "two"));
        CompletableFuture<Ended> applying = applyTo(capturer, "two");
        capturer.applyTo("one", events -> {
            throw new IllegalStateException("disk full");
        });
        source.insert(0, 200, 1, 1);
        source.reach(300);

        Ended ended = applying.get(10, TimeUnit.SECONDS);
        assertThat(ended.failure()).isInstanceOf(CapturerClosedException.class);
        assertThat(ended.interrupted()).isFalse();
    }

    @Test
    void shouldCloseASinkThatWasOpenedTooLate() throws Exception {
        slow.deaf = true;
        BinlogCapturer capturer = build(builder());
        CompletableFuture<Ended> applying = applyTo(capturer, "default");
        capturer.close();
        slow.release.countDown();

        Ended ended = applying.get(10, TimeUnit.SECONDS);
        assertThat(ended.failure()).isInstanceOf(CapturerClosedException.class).hasMessageContaining("was closed");
        assertThat(ended.interrupted()).isFalse();
        assertThat(slow.notes).containsExactly("closed");
        assertThat(source.snapshots).hasValue(0);
    }

    @Test
    void shouldCloseTheSinkAndFreeTheSubscriberAfterAnError() {
        AtomicBoolean exhausted = new AtomicBoolean();
        BinlogCapturer capturer = build(builder().threadFactory(task -> {
            if (exhausted.get()) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        capturer.start();
        slow.release.countDown();
        exhausted.set(true);
        assertThatThrownBy(() -> capturer.applyTo(slow)).isInstanceOf(OutOfMemoryError.class);
        assertThat(slow.notes).containsExactly("closed");
        exhausted.set(false);
        capturer.applyTo(slow);
        capturer.close();

        assertThat(capturer.state()).isEqualTo(CapturerState.STOPPED);
        assertThat(slow.notes).containsExactly("closed", "closed");
    }

    /** Returns when the sink is being opened. */
    private CompletableFuture<Ended> applyTo(BinlogCapturer capturer, String subscriber) throws InterruptedException {
        CompletableFuture<Ended> ended = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            Throwable failure = null;
            try {
                capturer.applyTo(subscriber, slow);
            } catch (Throwable e) {
                failure = e;
            }
            ended.complete(new Ended(failure, Thread.currentThread().isInterrupted()));
        });
        thread.setDaemon(true);
        thread.start();
        assertThat(slow.opening.await(10, TimeUnit.SECONDS)).isTrue();
        return ended;
    }

    private record Ended(@Nullable Throwable failure, boolean interrupted) {}

    /** Waits for its target, as one does that is down. */
    private static final class SlowSink implements Sink {

        private final CountDownLatch opening = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private final List<String> notes = new CopyOnWriteArrayList<>();
        private volatile boolean deaf;

        @Override
        public @Nullable CommitTs open(SinkContext context) throws InterruptedException {
            opening.countDown();
            boolean interrupted = false;
            while (true) {
                try {
                    release.await();
                    break;
                } catch (InterruptedException e) {
                    if (!deaf) {
                        throw e;
                    }
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return null;
        }

        @Override
        public void write(List<BinlogEvent> events) {}

        @Override
        public void close() {
            notes.add("closed");
        }
    }
}
