package io.github.binlogcapturer.benchmarks.workload;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.spi.SinkContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AppliedStreamTest {

    private static final int WRITES = 5000;

    private final ReadyStream ready = new ReadyStream(Workload.UNIFORM.writes(WRITES, 1));

    /** Keeps the commit timestamps that it is given. */
    private static final class Counting implements Sink {

        private final List<Long> timestamps = new ArrayList<>();
        private volatile boolean closed;

        @Override
        public void write(List<BinlogEvent> events) {
            for (BinlogEvent event : events) {
                if (event instanceof Transaction transaction) {
                    timestamps.add(transaction.commitTs().value());
                }
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static final class Failing implements Sink {

        @Override
        public void write(List<BinlogEvent> events) throws IOException {
            throw new IOException("disk full");
        }
    }

    private static final class Shut implements Sink {

        @Override
        public CommitTs open(SinkContext context) throws IOException {
            throw new IOException("no disk");
        }

        @Override
        public void write(List<BinlogEvent> events) {}
    }

    @Test
    void shouldGiveThoseToWarmUpFirstAndTheOthersWhenAsked() throws Exception {
        Counting sink = new Counting();
        try (AppliedStream applied = AppliedStream.into(sink, ready)) {
            applied.awaitWarm();
            assertThat(sink.timestamps).hasSize(ReadyStream.WARM_UP);
            applied.apply();
            assertThat(sink.timestamps)
                    .hasSize(ReadyStream.WARM_UP + WRITES)
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
        assertThat(sink.closed).isTrue();
    }

    @Test
    void shouldGiveTheSameTransactionsAgain() throws Exception {
        for (int round = 0; round < 2; round++) {
            Counting sink = new Counting();
            try (AppliedStream applied = AppliedStream.into(sink, ready.again())) {
                applied.apply();
            }
            assertThat(sink.timestamps).hasSize(ready.everything().size()).endsWith(ready.endTs());
        }
    }

    @Test
    void shouldFailWhereTheSinkFails() throws Exception {
        AppliedStream applied = AppliedStream.into(new Failing(), ready);
        assertThatThrownBy(applied::awaitWarm)
                .isInstanceOf(ExecutionException.class)
                .hasStackTraceContaining("disk full");
        assertThatThrownBy(applied::close)
                .isInstanceOf(IllegalStateException.class)
                .hasStackTraceContaining("disk full");
    }

    @Test
    void shouldFailWhereTheSinkCannotBeOpened() {
        assertThatThrownBy(() -> AppliedStream.into(new Shut(), ready))
                .isInstanceOf(SinkException.class)
                .hasStackTraceContaining("no disk");
    }
}
