package io.github.binlogcapturer;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.EventLog;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BinlogCapturerBuilderTest {

    private final BinlogCapturerBuilder builder = BinlogCapturer.builder();

    @Test
    void shouldBuildWithAllThatIsNeededAndConnectToNothing() {
        try (BinlogCapturer capturer = complete().build()) {
            assertThat(capturer.state()).isEqualTo(CapturerState.NEW);
            assertThat(capturer.watermark()).isEmpty();
            assertThat(capturer.failure()).isEmpty();
        }
    }

    @Test
    void shouldAcceptEverySetting() {
        BinlogCapturerBuilder full = complete()
                .name("orders")
                .binlogTables("shop.bl")
                .binlogTableIds(16L)
                .partitions(0L, 1L)
                .loopbackMark("shop.mark")
                .columns("shop.orders", "id")
                .excludedColumns("shop.payments", "secret")
                .monitoredColumns("shop.*", "state")
                .timestampZone(ZoneOffset.UTC)
                .absentColumns(AbsentColumns.AS_DEFAULT)
                .startFrom(StartPosition.latest())
                .subscribers("a", "b")
                .checkpointInterval(Duration.ofSeconds(1))
                .refreshInterval(Duration.ofSeconds(1))
                .heartbeats(Duration.ofSeconds(1))
                .memoryLimit(64L << 20)
                .maxBatchBytes(1 << 20)
                .readRows(100)
                .pollInterval(Duration.ofMillis(10))
                .readTimeout(Duration.ofSeconds(1))
                .metaTimeout(Duration.ofSeconds(1))
                .regionsTimeout(Duration.ofSeconds(1))
                .closeTimeout(Duration.ofSeconds(1));
        full.build().close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "meta", "meta:", ":8010", "meta:port", "a:1,b:2", "meta 1:8010"})
    void shouldRefuseWhatIsNoAddress(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.metaServers(address))
                .withMessageContaining("host:port");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void shouldRefuseAWrongValueAtOnceAndNameTheSetting(String setting, UnaryOperator<BinlogCapturerBuilder> set) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set.apply(builder))
                .withMessageContaining(setting);
    }

    private static Stream<Arguments> wrong() {
        return Stream.of(
                wrong("name", b -> b.name(" ")),
                wrong("namespace", b -> b.namespace("")),
                wrong("columns", b -> b.columns("shop.orders")),
                wrong("excludedColumns", b -> b.excludedColumns("shop.orders")),
                wrong("monitoredColumns", b -> b.monitoredColumns("shop.orders")),
                wrong("partitions", b -> b.partitions(-1L)),
                wrong("memoryLimit", b -> b.memoryLimit(1)),
                wrong("maxBatchBytes", b -> b.maxBatchBytes(0)),
                wrong("readRows", b -> b.readRows(0)),
                wrong("Subscribers", BinlogCapturerBuilder::subscribers),
                wrong("Subscribers", b -> b.subscribers("a", "a")),
                wrong("subscribers", b -> b.subscribers("")),
                wrong("checkpointInterval", b -> b.checkpointInterval(Duration.ZERO)),
                wrong("refreshInterval", b -> b.refreshInterval(Duration.ofMillis(-1))),
                wrong("heartbeats", b -> b.heartbeats(Duration.ZERO)),
                wrong("pollInterval", b -> b.pollInterval(Duration.ZERO)),
                wrong("readTimeout", b -> b.readTimeout(Duration.ZERO)),
                wrong("metaTimeout", b -> b.metaTimeout(Duration.ZERO)),
                wrong("regionsTimeout", b -> b.regionsTimeout(Duration.ZERO)),
                wrong("closeTimeout", b -> b.closeTimeout(Duration.ZERO)),
                wrong("database.table", b -> b.binlogTables("bl")),
                wrong("database.table", b -> b.loopbackMark("mark")));
    }

    private static Arguments wrong(String setting, UnaryOperator<BinlogCapturerBuilder> set) {
        return Arguments.of(setting, set);
    }

    @Test
    void shouldTellAllThatIsMissingAtOnce() {
        assertThatThrownBy(builder::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("metaServers", "namespace", "tables");
    }

    @Test
    void shouldNotLetLaterSettingsReachWhatWasBuilt() {
        try (BinlogCapturer capturer = complete().subscribers("a").build()) {
            builder.subscribers("b");

            assertThatThrownBy(() -> capturer.stream("b"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("[a]");
        }
    }

    private BinlogCapturerBuilder complete() {
        return builder.metaServers("meta-1:8010", "[::1]:8010")
                .namespace("shop")
                .tables("shop.*");
    }

    @Test
    void shouldReadALogWithoutSettingsOfACluster() {
        builder.log(new NoLog()).tables("shop.*").startFrom(StartPosition.checkpointOr(StartPosition.earliest()));
        try (BinlogCapturer capturer = builder.build()) {
            assertThat(capturer.state()).isEqualTo(CapturerState.NEW);
        }
    }

    @Test
    void shouldRefuseSettingsOfAClusterWithALog() {
        BinlogCapturerBuilder both = complete()
                .log(new NoLog())
                .partitions(1L)
                .binlogTables("shop.bl")
                .loopbackMark("shop.mark");

        assertThatThrownBy(both::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("[metaServers, namespace, binlogTables, partitions, loopbackMark]");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRefuseToStartAtTheEndOfALog(boolean unlessSaved) {
        StartPosition latest = StartPosition.latest();
        builder.log(new NoLog()).startFrom(unlessSaved ? StartPosition.checkpointOr(latest) : latest);

        assertThatThrownBy(builder::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("latest")
                .hasMessageContaining("earliest");
    }

    private static final class NoLog implements EventLog {

        @Override
        public void open(@Nullable CommitTs after) {}

        @Override
        public List<BinlogEvent> next() {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
