package io.github.binlogcapturer.spi;

import io.github.binlogcapturer.event.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a source has to offer at one moment.
 *
 * @param regions all regions to read, in order
 * @param tables the captured tables in their current version, by table id
 * @param homeBinlogTable per captured table id the id of the one binlog table whose entries count for it; a table may be linked to
 *     several, and each of them logs every change
 * @param markTableIds tables whose presence in a transaction marks it as replicated in from elsewhere
 * @param joinGap how far the start timestamps of neighbouring pieces of one transaction may lie apart: 1 where all partitions are
 *     read, more where some are left out
 */
public record SourceSnapshot(
        List<Region> regions,
        Map<Long, TableSchema> tables,
        Map<Long, Long> homeBinlogTable,
        Set<Long> markTableIds,
        int joinGap) {

    public SourceSnapshot {
        regions = regions.stream().sorted().toList();
        tables = Map.copyOf(tables);
        homeBinlogTable = Map.copyOf(homeBinlogTable);
        markTableIds = Set.copyOf(markTableIds);
    }
}
