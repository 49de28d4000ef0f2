package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.Flashback;
import io.github.binlogcapturer.TableFilter;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.internal.testing.Wire;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings that fit tests, to be changed by field. */
final class TestConfig {

    final List<TableName> binlogTables = new ArrayList<>();
    final List<Long> binlogTableIds = new ArrayList<>();
    final Set<Long> partitions = new HashSet<>();
    TableFilter tables = TableFilter.of("shop.orders");

    @Nullable
    TableName markTable;

    Duration regionsTimeout = Duration.ofSeconds(20);
    Duration readTimeout = Duration.ofSeconds(20);
    Duration hedgeAfter = Duration.ofSeconds(20);
    int readRows = 1000;
    long memoryBytes = 256L << 20;
    long answerBytes = 8 << 20;
    CaptureMetrics metrics = CaptureMetrics.none();

    @Nullable
    Flashback flashback;

    private final String metaServer;

    TestConfig(String metaServer) {
        this.metaServer = metaServer;
    }

    SourceConfig build() {
        return new SourceConfig(
                List.of(metaServer),
                Wire.NAMESPACE,
                tables,
                binlogTables,
                binlogTableIds,
                partitions,
                markTable,
                ZoneOffset.UTC,
                Duration.ofSeconds(10),
                regionsTimeout,
                flashback,
                new SourceConfig.Reading(
                        readTimeout, hedgeAfter, readRows, answerBytes, memoryBytes, Duration.ofMillis(10)),
                metrics,
                CaptureClock.system());
    }
}
