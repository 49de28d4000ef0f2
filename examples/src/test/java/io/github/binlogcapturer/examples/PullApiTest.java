package io.github.binlogcapturer.examples;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class PullApiTest {

    @Test
    void shouldShowWhatAckAndRollbackDo() throws Exception {
        Console console = new Console();

        new PullApi(console.out()).run();

        assertThat(console.text().lines().filter(line -> line.startsWith("search got")))
                .hasSize(4);
        assertThat(console.text())
                .contains("it came again: true, under a new id: true")
                .contains("audit has a position of its own and got 1385 transactions");
    }
}
