package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.internal.meta.MetaClient;
import io.github.binlogcapturer.protocol.SchemaInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which user tables are captured and which binlog tables are read for them, by the settings and fresh schemas. Thread-safe.
 *
 * <p>The first decision is strict. Later ones keep to its binlog tables, and forgive tables that were dropped or linked elsewhere
 * meanwhile: refusing would keep all others from being learned.
 */
final class TableSelection {

    /**
     * What was decided.
     *
     * @param homes per user table id the id of the binlog table whose entries count
     */
    record Selected(List<SchemaInfo> tables, List<SchemaInfo> binlogTables, Map<Long, Long> homes, Set<Long> markIds) {}

    private static final Logger LOG = LoggerFactory.getLogger(TableSelection.class);

    private final SourceConfig config;
    private final MetaClient meta;
    private final Set<TableName> toldSkipped = ConcurrentHashMap.newKeySet();
    private volatile List<Long> chosen = List.of();

    TableSelection(SourceConfig config, MetaClient meta) {
        this.config = config;
        this.meta = meta;
    }

    /**
     * Decides anew. May block, and throws like {@link MetaClient}.
     *
     * @throws ConfigurationException if tables, links and settings do not fit; it names the setting
     */
    Selected select() throws InterruptedException {
        boolean later = !chosen.isEmpty();
        UserTables.Found found = new UserTables(meta, config.tables()).find(later);
        found.missing().stream()
                .filter(toldSkipped::add)
                .forEach(table -> LOG.warn(
                        "Table {} is gone since the capture started; what it logged before is still delivered", table));
        BinlogTables binlogTables = new BinlogTables(meta);
        List<SchemaInfo> linked = new ArrayList<>();
        for (SchemaInfo table : found.tables()) {
            if (!Schemas.links(table).isEmpty()) {
                linked.add(table);
            } else {
                leaveOut(table, found.explicit() && !later, "it is not linked to a binlog table; " + howToLink(table));
            }
        }
        if (later) {
            return selectAmong(binlogTables.given(List.of(), chosen), found, linked, binlogTables);
        }
        requireSome(linked, found);
        Selected first = isGiven() ? selectGiven(found, linked, binlogTables) : selectCommon(linked, binlogTables);
        chosen = first.binlogTables().stream().map(SchemaInfo::getTableId).toList();
        return first;
    }

    private boolean isGiven() {
        return !config.binlogTables().isEmpty() || !config.binlogTableIds().isEmpty();
    }

    private Selected selectCommon(List<SchemaInfo> linked, BinlogTables binlogTables) throws InterruptedException {
        SchemaInfo common = binlogTables.common(linked);
        requirePartitions(common);
        Map<Long, Long> homes = new HashMap<>();
        linked.forEach(table -> homes.put(table.getTableId(), common.getTableId()));
        return new Selected(linked, List.of(common), homes, markIds());
    }

    private Selected selectGiven(UserTables.Found found, List<SchemaInfo> linked, BinlogTables binlogTables)
            throws InterruptedException {
        List<SchemaInfo> given = binlogTables.given(config.binlogTables(), config.binlogTableIds());
        given.forEach(this::requirePartitions);
        Selected selected = selectAmong(given, found, linked, binlogTables);
        requireSome(selected.tables(), found);
        return selected;
    }

    private Selected selectAmong(
            List<SchemaInfo> given, UserTables.Found found, List<SchemaInfo> linked, BinlogTables binlogTables)
            throws InterruptedException {
        List<SchemaInfo> captured = new ArrayList<>();
        Map<Long, Long> homes = new HashMap<>();
        for (SchemaInfo table : linked) {
            Set<Long> links = Schemas.links(table);
            // the given ones come smallest first
            Optional<SchemaInfo> home = given.stream()
                    .filter(binlogTable -> links.contains(binlogTable.getTableId()))
                    .findFirst();
            if (home.isPresent()) {
                captured.add(table);
                homes.put(table.getTableId(), home.get().getTableId());
            } else {
                leaveOut(
                        table,
                        found.explicit() && chosen.isEmpty(),
                        "it is not linked to any of the given binlog tables " + names(given) + " but to "
                                + binlogTables.describeLinks(table) + "; add that one to binlogTables, or "
                                + howToLink(table));
            }
        }
        return new Selected(captured, given, homes, markIds());
    }

    private void leaveOut(SchemaInfo table, boolean explicit, String why) {
        TableName name = Schemas.name(table);
        if (explicit) {
            throw new ConfigurationException("tables names " + name + ", but " + why);
        }
        if (toldSkipped.add(name)) {
            LOG.info("Table {} matches tables but is not captured: {}", name, why);
        }
    }

    private static String howToLink(SchemaInfo table) {
        return "link it with `handle link_binlog " + table.getDatabase() + " " + table.getTableName()
                + " <binlog database> <binlog table>` on a SQL node";
    }

    private void requireSome(List<SchemaInfo> tables, UserTables.Found found) {
        if (tables.isEmpty()) {
            throw new ConfigurationException("tables matches " + names(found.tables())
                    + ", but none of them is linked to a binlog table to read; link them with `handle link_binlog`,"
                    + " or name the binlog tables that they are linked to with binlogTables");
        }
    }

    private void requirePartitions(SchemaInfo binlogTable) {
        long count = Schemas.partitions(binlogTable);
        List<Long> missing = config.partitions().stream()
                .filter(partition -> partition < 0 || partition >= count)
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            throw new ConfigurationException("partitions holds " + missing + ", but binlog table "
                    + Schemas.name(binlogTable) + " has only the partitions 0 to " + (count - 1));
        }
    }

    private Set<Long> markIds() throws InterruptedException {
        TableName mark = config.markTable();
        if (mark == null) {
            return Set.of();
        }
        Set<Long> ids = meta.schemas(mark.database()).stream()
                .filter(table -> table.getTableName().startsWith(mark.table()))
                .map(SchemaInfo::getTableId)
                .collect(Collectors.toSet());
        if (ids.isEmpty()) {
            throw new ConfigurationException("loopbackMark names " + mark
                    + ", but no table's name begins so. Create the mark table, or leave loopbackMark out");
        }
        return ids;
    }

    private static String names(List<SchemaInfo> tables) {
        return tables.stream()
                .map(table -> Schemas.name(table).toString())
                .sorted()
                .toList()
                .toString();
    }
}
