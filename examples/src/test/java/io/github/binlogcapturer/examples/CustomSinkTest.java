package io.github.binlogcapturer.examples;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class CustomSinkTest {

    @Test
    void shouldCountEveryChangeOfTheRecording() throws Exception {
        assertThat(CustomSink.run().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(3609);
    }

    @Test
    void shouldTakeTwentyLines() throws Exception {
        assertThat(ProjectFiles.region("CustomSink", "sink").lines()).hasSizeLessThanOrEqualTo(20);
    }
}
