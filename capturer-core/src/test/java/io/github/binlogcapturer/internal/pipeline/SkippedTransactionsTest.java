package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.CapturerState;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.error.CapturerException;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.CheckpointStore;
import io.github.binlogcapturer.spi.InMemoryMetrics;
import io.github.binlogcapturer.spi.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The way past a transaction that nobody can take. */
class SkippedTransactionsTest extends CapturerFixture {

    private final CheckpointStore checkpoints = CheckpointStore.inMemory();
    private final InMemoryMetrics metrics = CaptureMetrics.inMemory();

    @Test
    void shouldStopInFrontOfARowThatCannotBeReadAndSayHowToPassIt() throws Exception {
        source.insert(0, 200, 1, 1);
        source.insertBrokenRow(0, 210);
        source.insert(0, 220, 2, 2);
        source.reach(300);

        BinlogCapturer capturer = build(builder().checkpoints(checkpoints));

        assertThatThrownBy(() -> collect(capturer.start(), 2)).isInstanceOf(CapturerException.class);
        await().until(() -> capturer.state() == CapturerState.FAILED);
        assertThat(capturer.failure().orElseThrow())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("210 (")
                .hasMessageEndingWith("leave it out with skipTransactions: 210");
    }

    @Test
    void shouldDeliverTheRestWithoutATransactionThatIsNamed() throws Exception {
        source.insert(0, 200, 1, 1);
        source.insertBrokenRow(0, 210);
        source.insert(1, 220, 2, 2);
        source.reach(300);

        EventStream stream = skipping(210).start();

        assertThat(collect(stream, 2))
                .extracting(event -> event.commitTs().value())
                .containsExactly(200L, 220L);
        assertThat(metrics.value(Metric.SKIPPED, "")).isEqualTo(1);
        await().until(() -> metrics.value(Metric.FILTERED, "") == 1);
    }

    @Test
    void shouldMoveThePositionPastIt() throws Exception {
        source.insertBrokenRow(0, 210);
        source.reach(300);
        try (BinlogCapturer capturer = skipping(210)) {
            EventStream stream = capturer.start();
            await().until(() -> capturer.watermark().orElseThrow().value() >= 299);
            assertThat(stream.get(1, Duration.ofMillis(1)).isEmpty()).isTrue();
        }

        source.insert(0, 310, 2, 2);
        source.reach(400);
        BinlogCapturer next = build(builder().checkpoints(checkpoints));

        assertThat(collect(next.start(), 1))
                .extracting(event -> event.commitTs().value())
                .containsExactly(310L);
    }

    @Test
    void shouldLeaveOutAllPiecesWhicheverIsNamed() throws Exception {
        for (long named : new long[] {201, 203, 205}) {
            ScriptedSource three = new ScriptedSource(3);
            three.commit(0, 201, 101, 5, ScriptedSource.TABLE_ID, 1, 1);
            three.commit(1, 203, 102, 5, ScriptedSource.TABLE_ID, 2, 2);
            three.commit(2, 205, 103, 5, ScriptedSource.TABLE_ID, 3, 3);
            three.insert(0, 220, 4, 4);
            three.reach(300);

            BinlogCapturer capturer = build(builder().source(three).skipTransactions(CommitTs.of(named)));

            assertThat(collect(capturer.start(), 1))
                    .as("named " + named)
                    .extracting(event -> event.commitTs().value())
                    .containsExactly(220L);
        }
    }

    @Test
    void shouldDeliverWhatHappensToHaveATimestampBesideIt() throws Exception {
        source.insert(0, 200, 1, 1);
        source.insert(0, 202, 2, 2);
        source.reach(300);

        assertThat(collect(skipping(201).start(), 2)).hasSize(2);
        assertThat(metrics.value(Metric.SKIPPED, "")).isZero();
    }

    @Test
    void shouldStopAtAnEntryThatIsNoneAndPassItOnceItIsNamed() throws Exception {
        source.insert(0, 200, 1, 1);
        source.garbage(0, 210);
        source.insert(0, 220, 2, 2);
        source.reach(300);

        BinlogCapturer stopped = build(builder());
        // it may fail before its start has returned, or after
        assertThatThrownBy(() -> collect(stopped.start(), 2)).isInstanceOf(CapturerException.class);
        await().until(() -> stopped.state() == CapturerState.FAILED);
        assertThat(stopped.failure().orElseThrow()).hasMessageEndingWith("skipTransactions: 210");

        assertThat(collect(skipping(210).start(), 2))
                .extracting(event -> event.commitTs().value())
                .containsExactly(200L, 220L);
    }

    @Test
    void shouldNotReadAgainWhatIsLeftOut() throws Exception {
        source.rereadable = true;
        source.commit(0, 200, 199, 0, ScriptedSource.TABLE_ID, 3 << 20, new long[] {1, 1});
        source.commit(0, 210, 209, 0, ScriptedSource.TABLE_ID, 3 << 20, new long[] {2, 2});
        source.insert(0, 220, 3, 3);
        source.reach(300);

        BinlogCapturer capturer =
                build(builder().memoryLimit(8 << 20).skipTransactions(CommitTs.of(200), CommitTs.of(210)));

        assertThat(collect(capturer.start(), 1))
                .extracting(event -> event.commitTs().value())
                .containsExactly(220L);
        assertThat(source.rereads).hasValue(0);
    }

    @Test
    void shouldPassATransactionThatIsLargerThanAllMemory() throws Exception {
        source.rereadable = true;
        source.commit(0, 200, 199, 0, ScriptedSource.TABLE_ID, 9 << 20, new long[] {1, 1});
        source.insert(0, 220, 3, 3);
        source.reach(300);

        BinlogCapturer capturer = build(builder().memoryLimit(8 << 20).skipTransactions(CommitTs.of(200)));

        assertThat(collect(capturer.start(), 1))
                .extracting(event -> event.commitTs().value())
                .containsExactly(220L);
    }

    @Test
    void shouldLeaveOutOfALogToo() throws Exception {
        BinlogCapturer capturer = build(BinlogCapturer.builder()
                .log(ListLog.inserts(101, 110))
                .startFrom(StartPosition.earliest())
                .metrics(metrics)
                .checkpoints(checkpoints)
                .skipTransactions(CommitTs.of(104), CommitTs.of(110)));
        EventStream stream = capturer.start();

        List<Long> delivered = new ArrayList<>();
        while (delivered.size() < 8) {
            delivered.addAll(timestamps(stream.get(1, WAIT)));
        }
        assertThat(delivered).containsExactly(101L, 102L, 103L, 105L, 106L, 107L, 108L, 109L);
        assertThat(capturer.awaitEnd(WAIT)).isTrue();
        assertThat(metrics.value(Metric.SKIPPED, "")).isEqualTo(2);
        assertThat(checkpoints.load().orElseThrow().positions()).containsEntry("default", CommitTs.of(110));
    }

    private BinlogCapturer skipping(long... commitTs) {
        CommitTs[] named = new CommitTs[commitTs.length];
        for (int i = 0; i < commitTs.length; i++) {
            named[i] = CommitTs.of(commitTs[i]);
        }
        return build(builder().checkpoints(checkpoints).metrics(metrics).skipTransactions(named));
    }
}
