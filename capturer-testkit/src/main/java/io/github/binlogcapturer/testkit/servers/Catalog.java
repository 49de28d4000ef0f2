package io.github.binlogcapturer.testkit.servers;

import io.github.binlogcapturer.protocol.BinlogInfo;
import io.github.binlogcapturer.protocol.IndexInfo;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The tables and regions of a served cluster, with the addresses at which they are served. Immutable.
 *
 * @param schemas the tables by table id
 * @param regions the regions by region id
 */
public record Catalog(Map<Long, SchemaInfo> schemas, Map<Long, RegionInfo> regions) {

    /** Returns the table of an id. */
    public Optional<SchemaInfo> table(long tableId) {
        return Optional.ofNullable(schemas.get(tableId));
    }

    /** Returns the table of a name. */
    public Optional<SchemaInfo> table(String namespace, String database, String name) {
        return tables(namespace, database)
                .filter(schema -> schema.getTableName().equals(name))
                .findFirst();
    }

    /** Returns the tables of a database. */
    public Stream<SchemaInfo> tables(String namespace, String database) {
        return schemas.values().stream()
                .filter(schema -> schema.getNamespaceName().equals(namespace))
                .filter(schema -> schema.getDatabase().equals(database));
    }

    /** Returns the regions of a table and of its global indexes, which are regions under the index's id. */
    public List<RegionInfo> regionsWithIndexes(SchemaInfo table) {
        Set<Long> ids = new HashSet<>(Set.of(table.getTableId()));
        table.getIndexsList().stream()
                .filter(IndexInfo::getIsGlobal)
                .map(IndexInfo::getIndexId)
                .forEach(ids::add);
        return regionsOf(ids);
    }

    /** Returns the regions of tables. */
    public List<RegionInfo> regionsOf(Collection<Long> tableIds) {
        return regions.values().stream()
                .filter(region -> tableIds.contains(region.getTableId()))
                .toList();
    }

    /** Returns the ids of the binlog tables that a table is linked to. */
    public static Stream<Long> binlogTablesOf(SchemaInfo table) {
        return Stream.concat(Stream.of(table.getBinlogInfo()), table.getBinlogInfosList().stream())
                .filter(BinlogInfo::hasBinlogTableId)
                .map(BinlogInfo::getBinlogTableId);
    }
}
