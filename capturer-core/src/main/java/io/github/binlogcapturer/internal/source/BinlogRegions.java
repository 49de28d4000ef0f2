package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.internal.meta.CloseSignal;
import io.github.binlogcapturer.internal.meta.MetaClient;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

import static java.util.stream.Collectors.toCollection;

/** Looks up the regions of binlog tables, and waits for those of a table that was just created. Thread-safe. */
final class BinlogRegions {

    private static final long PAUSE_MS = 200;

    private final SourceConfig config;
    private final MetaClient meta;
    private final CloseSignal signal;

    BinlogRegions(SourceConfig config, MetaClient meta, CloseSignal signal) {
        this.config = config;
        this.meta = meta;
        this.signal = signal;
    }

    /** Returns the partitions of a table that are to be read. */
    Set<Long> wantedPartitions(SchemaInfo binlogTable) {
        return config.partitions().isEmpty()
                ? LongStream.range(0, Schemas.partitions(binlogTable)).boxed().collect(toCollection(TreeSet::new))
                : new TreeSet<>(config.partitions());
    }

    /**
     * Returns all regions of the wanted partitions.
     *
     * @throws RetriableException if a partition still has none after the configured time
     */
    List<RegionInfo> find(SchemaInfo binlogTable) throws InterruptedException {
        Set<Long> wanted = wantedPartitions(binlogTable);
        long deadlineNs = config.clock().nanoTime() + config.regionsTimeout().toNanos();
        while (true) {
            List<RegionInfo> regions = meta.regions(Schemas.name(binlogTable), binlogTable.getTableId()).stream()
                    .filter(region -> wanted.contains(region.getPartitionId()))
                    .toList();
            Set<Long> missing = new TreeSet<>(wanted);
            regions.forEach(region -> missing.remove(region.getPartitionId()));
            if (missing.isEmpty()) {
                return regions;
            }
            if (config.clock().nanoTime() - deadlineNs >= 0) {
                throw new RetriableException("Binlog table " + Schemas.name(binlogTable)
                        + " has no regions for its partitions " + missing + " after "
                        + config.regionsTimeout().toMillis()
                        + " ms. Right after CREATE TABLE they take a while; otherwise look at the stores");
            }
            signal.pause(PAUSE_MS);
        }
    }
}
