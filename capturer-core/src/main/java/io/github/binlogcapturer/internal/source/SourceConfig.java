package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.Flashback;
import io.github.binlogcapturer.TableFilter;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link BaikalSource} reads and how.
 *
 * @param metaServers {@code host:port} each, at least one
 * @param tables the user tables to capture
 * @param binlogTables binlog tables given by name; with {@code binlogTableIds} empty too, the one that all tables share is found
 * @param binlogTableIds binlog tables given by id
 * @param partitions the partitions to read; empty for all
 * @param markTable a table whose name (or name prefix) marks replicated transactions, or null
 * @param zone the zone of TIMESTAMP texts
 * @param metaTimeout deadline of a call to a meta server
 * @param regionsTimeout how long to wait for the regions of a binlog table that was just created
 * @param flashback which transactions to read, or null for all
 * @param reading how stores are read
 */
public record SourceConfig(
        List<String> metaServers,
        String namespace,
        TableFilter tables,
        List<TableName> binlogTables,
        List<Long> binlogTableIds,
        Set<Long> partitions,
        @Nullable TableName markTable,
        ZoneId zone,
        Duration metaTimeout,
        Duration regionsTimeout,
        @Nullable Flashback flashback,
        Reading reading,
        CaptureMetrics metrics,
        CaptureClock clock) {

    /**
     * How stores are read.
     *
     * @param timeout deadline of a read
     * @param hedgeAfter how long a read, or a region behind the others, waits for one peer before another is asked too
     * @param rows how many rows a read asks for at first
     * @param answerBytes how many bytes one answer of each region should have at most, all together; the row count adapts to it
     * @param memoryBytes how many bytes all answers that are being received may have together; a transaction that is larger is an error
     * @param pollInterval pause after an empty answer
     */
    public record Reading(
            Duration timeout,
            Duration hedgeAfter,
            int rows,
            long answerBytes,
            long memoryBytes,
            Duration pollInterval) {}

    public SourceConfig {
        metaServers = List.copyOf(metaServers);
        binlogTables = List.copyOf(binlogTables);
        binlogTableIds = List.copyOf(binlogTableIds);
        partitions = Set.copyOf(partitions);
    }
}
