package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.error.DataException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RegionExitTest {

    private boolean stopping;
    private final RegionExit exit = new RegionExit(() -> stopping);

    @Test
    void shouldGiveWhatACallReturns() throws Exception {
        assertThat(exit.await(() -> "read")).isEqualTo("read");
    }

    @Test
    void shouldEndTheCallUnderWayOfARegionThatLeaves() throws Exception {
        String read = exit.await(() -> {
            exit.leave();
            throw interrupted();
        });

        assertThat(read).isNull();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void shouldTakeAClosedReaderForTheLeaving() throws Exception {
        String read = exit.await(() -> {
            exit.leave();
            throw new CapturerClosedException("closed");
        });

        assertThat(read).isNull();
    }

    @Test
    void shouldLetNoFurtherCallBegin() throws Exception {
        exit.leave();

        assertThat(exit.await(() -> "read")).isNull();
    }

    @Test
    void shouldThrowTheInterruptWhereTheThreadsAreStopped() {
        assertThatThrownBy(() -> exit.await(() -> {
                    exit.leave();
                    stopping = true;
                    throw interrupted();
                }))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void shouldThrowTheInterruptOfARegionThatStays() {
        assertThatThrownBy(() -> exit.await(() -> {
                    throw new InterruptedException();
                }))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void shouldThrowWhatElseFailsThoughTheRegionLeaves() {
        DataException damage = new DataException("damaged");

        assertThatThrownBy(() -> exit.await(() -> {
                    exit.leave();
                    throw damage;
                }))
                .isSameAs(damage);
    }

    /** As a blocking call does: it takes the interrupt and throws. */
    private static InterruptedException interrupted() {
        assertThat(Thread.interrupted()).isTrue();
        return new InterruptedException();
    }
}
