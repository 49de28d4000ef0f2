package io.github.binlogcapturer.examples;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class TestAgainstFaultsTest {

    @Test
    void shouldShowBothTransactionsThoughAStoreDiesBetweenThem() throws Exception {
        Console console = new Console();

        new TestAgainstFaults(console.out()).run();

        assertThat(console.text().lines().filter(line -> line.startsWith("Transaction")))
                .hasSize(2);
        assertThat(console.text()).contains("the table now: [[1, paid]]");
    }
}
