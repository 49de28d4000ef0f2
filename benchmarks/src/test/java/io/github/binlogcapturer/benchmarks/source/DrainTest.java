package io.github.binlogcapturer.benchmarks.source;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class DrainTest {

    private @Nullable ForkedCluster cluster;

    @BeforeAll
    void start() throws Exception {
        cluster = ForkedCluster.start(3, 5, 5000);
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void shouldCaptureEveryTransaction() throws Exception {
        assertThat(new CaptureDrain(requireNonNull(cluster)).rate()).isPositive();
    }

    @Test
    void shouldReadToTheEndWithoutACapture() throws Exception {
        assertThat(RawDrain.messages(requireNonNull(cluster)).rate()).isPositive();
        assertThat(RawDrain.bytes(requireNonNull(cluster)).rate()).isPositive();
    }

    @Test
    void shouldNoteTheProcessorTimeOfEachRound() throws Exception {
        CpuTimes times = new CpuTimes(RawDrain.messages(requireNonNull(cluster)), 5000);
        times.rate();
        times.rate();
        assertThat(times.median(1)).isPositive();
    }
}
