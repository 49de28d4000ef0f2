package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.server.terminal.Progress;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.testkit.functional.SimulatedShop;
import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BenchTest {

    @Test
    void shouldCountWhatIsReadAndEncodeIt() throws InterruptedException {
        Screen screen = Screen.silent();
        Bench bench = new Bench(CaptureClock.system());
        BenchResult read;
        try (SimulatedShop shop = SimulatedShop.open(2, 1, builder -> builder);
                Progress progress = screen.console().progress("changes")) {
            for (long i = 0; i < 20; i++) {
                shop.cluster
                        .begin()
                        .insert(shop.accounts, i, 1L, "n")
                        .insert(shop.blobs, i, "x")
                        .commit();
            }
            read = bench.read(shop.capture(), Duration.ofSeconds(2), progress);
        }

        assertThat(read.transactions()).isEqualTo(20);
        assertThat(read.changes()).isEqualTo(40);
        assertThat(read.bytes()).isPositive();
        assertThat(read.caughtUp()).isTrue();
        assertThat(read.describe())
                .contains("20 transactions with 40 changes", "/s of binlog", "the source had no more");
        assertThat(bench.brake()).isNotEmpty();
        assertThat(bench.encode(BenchCommand.format("canal-json"), Duration.ofMillis(50)))
                .hasValueSatisfying(result -> assertThat(result.changes()).isPositive());
    }

    @Test
    void shouldEncodeNothingWhereNothingWasRead() {
        assertThat(new Bench(CaptureClock.system()).encode(BenchCommand.format("sql-text"), Duration.ofMillis(10)))
                .isEmpty();
    }

    @Test
    void shouldTellWhichFormatsThereAre() {
        assertThatThrownBy(() -> BenchCommand.format("xml"))
                .isInstanceOf(CommandException.class)
                .hasMessageContainingAll("xml", "json-lines", "canal-protobuf", "debezium-json", "sql-text-original");
    }
}
