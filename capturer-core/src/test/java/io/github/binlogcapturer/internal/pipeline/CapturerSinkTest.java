package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.CapturerState;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.spi.SinkContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** How sinks join a capturer, hold it up and end with it, with a source that delivers what the test says. */
class CapturerSinkTest extends CapturerFixture {

    @Test
    void shouldFailWhereASinkCannotFinishWhileItIsClosed() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        IOException full = new IOException("no space left");
        Sink sink = new Sink() {
            @Override
            public void write(List<BinlogEvent> events) {
                written.countDown();
            }

            @Override
            public boolean flush(boolean force) throws IOException {
                if (force) {
                    throw full;
                }
                return false;
            }
        };
        BinlogCapturer capturer = build(builder());
        capturer.applyTo(sink);
        source.insert(0, 200, 1, 1);
        source.reach(210);
        assertThat(written.await(10, TimeUnit.SECONDS)).isTrue();
        capturer.close();

        assertThat(capturer.state()).isEqualTo(CapturerState.FAILED);
        assertThat(capturer.failure().orElseThrow())
                .isInstanceOf(SinkException.class)
                .hasCause(full)
                .hasMessageContaining("default");
    }

    @Test
    void shouldBeginWhereASinkEnds() throws Exception {
        List<Long> written = new CopyOnWriteArrayList<>();
        source.insert(0, 200, 1, 1);
        source.insert(0, 210, 1, 1);
        source.insert(0, 220, 1, 1);
        source.reach(300);
        build(builder()).applyTo(new HoldingSink(210, written));

        await().untilAsserted(() -> assertThat(written).containsExactly(220L));
    }

    @Test
    void shouldAttachASinkToARunningCaptureBehindWhatItHolds() {
        List<Long> written = new CopyOnWriteArrayList<>();
        BinlogCapturer capturer = build(builder());
        capturer.start();
        capturer.applyTo(new HoldingSink(210, written));
        source.insert(0, 200, 1, 1);
        source.insert(0, 210, 1, 1);
        source.insert(0, 220, 1, 1);
        source.reach(300);

        await().untilAsserted(() -> assertThat(written).containsExactly(220L));
    }

    @Test
    void shouldRefuseASinkThatWouldMissWhatARunningCaptureHasPassed() {
        HoldingSink sink = new HoldingSink(50, new CopyOnWriteArrayList<>());
        BinlogCapturer capturer = build(builder());
        capturer.start();

        assertThatThrownBy(() -> capturer.applyTo(sink))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("before start");
        assertThat(sink.closed).isTrue();
    }

    @Test
    void shouldGiveASinkItsTimeThoughTwoClose() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<String> notes = new CopyOnWriteArrayList<>();
        BinlogCapturer capturer = build(builder());
        capturer.applyTo(events -> {
            writing.countDown();
            release.await();
            notes.add("written");
        });
        source.insert(0, 200, 1, 1);
        source.reach(210);
        assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();
        Thread first = new Thread(capturer::close);
        Thread second = new Thread(capturer::close);
        first.start();
        await().until(() -> capturer.state() == CapturerState.STOPPING);
        second.start();
        await().until(() -> second.getState() == Thread.State.TIMED_WAITING);
        release.countDown();
        first.join(10_000);
        second.join(10_000);

        assertThat(notes).containsExactly("written");
        assertThat(capturer.state()).isEqualTo(CapturerState.STOPPED);
    }

    @Test
    void shouldTakeOneSinkForASubscriber() {
        BinlogCapturer capturer = build(builder());
        capturer.applyTo(events -> {});

        assertThatThrownBy(() -> capturer.applyTo(events -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldCloseWithinItsTimeWhereASinkHangs() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        BinlogCapturer capturer = build(builder().closeTimeout(Duration.ofMillis(100)));
        capturer.applyTo(events -> {
            hanging.countDown();
            awaitWhateverComes(release);
        });
        source.insert(0, 200, 1, 1);
        source.reach(210);
        assertThat(hanging.await(10, TimeUnit.SECONDS)).isTrue();
        capturer.close();

        assertThat(capturer.state()).isEqualTo(CapturerState.STOPPED);
        release.countDown();
    }

    private static void awaitWhateverComes(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class HoldingSink implements Sink {

        private final long heldTs;
        private final List<Long> written;
        private volatile boolean closed;

        HoldingSink(long heldTs, List<Long> written) {
            this.heldTs = heldTs;
            this.written = written;
        }

        @Override
        public CommitTs open(SinkContext context) {
            return CommitTs.of(heldTs);
        }

        @Override
        public void write(List<BinlogEvent> events) {
            events.forEach(event -> written.add(event.commitTs().value()));
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
