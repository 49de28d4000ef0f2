package io.github.binlogcapturer.sink.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.binlogcapturer.sink.file.Folder.CONTEXT;
import static io.github.binlogcapturer.sink.file.Samples.list;
import static io.github.binlogcapturer.sink.file.Samples.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FsyncPolicyTest {

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();

    @Test
    void shouldBeDurableAfterEachBatchByDefault() throws IOException {
        try (FileSink sink = FileSink.builder(directory).clock(clock).build()) {
            sink.open(CONTEXT);
            sink.write(list(transaction(5)));

            assertThat(sink.flush(false)).isTrue();
        }
    }

    @Test
    void shouldBeDurableAfterTheInterval() throws IOException {
        try (FileSink sink = open(FsyncPolicy.interval(Duration.ofSeconds(1)))) {
            sink.write(list(transaction(5)));
            assertThat(sink.flush(false)).isFalse();
            clock.advance(Duration.ofSeconds(1));
            assertThat(sink.flush(false)).isTrue();

            sink.write(list(transaction(6)));
            assertThat(sink.flush(false)).isFalse();
        }
    }

    @Test
    void shouldBeDurableWhenForced() throws IOException {
        try (FileSink sink = open(FsyncPolicy.interval(Duration.ofDays(1)))) {
            sink.write(list(transaction(5)));

            assertThat(sink.flush(true)).isTrue();
            assertThat(sink.flush(false)).as("nothing written since").isTrue();
        }
    }

    @Test
    void shouldStayUndurableAcrossANewFile() throws IOException {
        try (FileSink sink = FileSink.builder(directory)
                .fsync(FsyncPolicy.interval(Duration.ofDays(1)))
                .rotateAt(1)
                .clock(clock)
                .build()) {
            sink.open(CONTEXT);
            sink.write(list(transaction(5), transaction(6)));

            assertThat(sink.flush(false)).isFalse();
            assertThat(sink.flush(true)).isTrue();
        }
    }

    @Test
    void shouldTakeTheSystemsWordWhenNeverForcing() throws IOException {
        try (FileSink sink = open(FsyncPolicy.never())) {
            sink.write(list(transaction(5)));

            assertThat(sink.flush(false)).isTrue();
            assertThat(sink.flush(true)).isTrue();
        }
    }

    @Test
    void shouldRefuseAnIntervalOfNothing() {
        assertThatThrownBy(() -> FsyncPolicy.interval(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("everyBatch()");
    }

    private FileSink open(FsyncPolicy policy) {
        FileSink sink = FileSink.builder(directory).fsync(policy).clock(clock).build();
        sink.open(CONTEXT);
        return sink;
    }
}
