package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.internal.meta.MetaClient;
import io.github.binlogcapturer.protocol.SchemaInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import static java.util.stream.Collectors.joining;

/** Finds the binlog tables to read: those that the user gives, or the one that all user tables share. One selection's helper. */
final class BinlogTables {

    private final MetaClient meta;
    private final Map<Long, Optional<SchemaInfo>> asked = new HashMap<>();

    BinlogTables(MetaClient meta) {
        this.meta = meta;
    }

    /** Takes the tables that the user gave, by id, smallest first. */
    List<SchemaInfo> given(Collection<TableName> names, Collection<Long> ids) throws InterruptedException {
        Map<Long, SchemaInfo> tables = new TreeMap<>();
        for (TableName name : names) {
            Optional<SchemaInfo> table = meta.schema(name);
            if (table.isEmpty()) {
                throw new ConfigurationException(
                        "binlogTables names " + name + ", which does not exist; " + existing(name));
            }
            tables.put(table.get().getTableId(), requireBinlog(table.get(), "binlogTables"));
        }
        for (long id : ids) {
            SchemaInfo table = schema(id)
                    .orElseThrow(() -> new ConfigurationException(
                            "binlogTableIds holds " + id + ", but the namespace has no table with this id"));
            tables.put(id, requireBinlog(table, "binlogTableIds"));
        }
        return tables.values().stream().sorted(Schemas.SMALLEST_FIRST).toList();
    }

    /**
     * Finds the binlog table that all user tables are linked to; of several the one with the fewest partitions.
     *
     * @throws ConfigurationException if there is none, saying who is linked to what
     */
    SchemaInfo common(List<SchemaInfo> userTables) throws InterruptedException {
        Set<Long> ids = new TreeSet<>(Schemas.links(userTables.get(0)));
        userTables.forEach(table -> ids.retainAll(Schemas.links(table)));
        List<SchemaInfo> common = new ArrayList<>();
        for (long id : ids) {
            schema(id).ifPresent(common::add);
        }
        if (common.isEmpty()) {
            throw new ConfigurationException("The captured tables have no binlog table in common: "
                    + describeLinks(userTables)
                    + ". Name the ones to read with binlogTables(...), or capture fewer tables");
        }
        return requireBinlog(common.stream().min(Schemas.SMALLEST_FIRST).orElseThrow(), "tables");
    }

    /** Returns the binlog tables that a table is linked to, as a message shows them. */
    String describeLinks(SchemaInfo table) throws InterruptedException {
        List<String> names = new ArrayList<>();
        for (long id : Schemas.links(table)) {
            names.add(schema(id).map(schema -> Schemas.name(schema).toString()).orElse("?") + " (id " + id + ")");
        }
        return names.isEmpty() ? "none" : String.join(" and ", names);
    }

    private String describeLinks(List<SchemaInfo> tables) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        for (SchemaInfo table : tables) {
            lines.add(Schemas.name(table) + " is linked to " + describeLinks(table));
        }
        return String.join("; ", lines);
    }

    private Optional<SchemaInfo> schema(long id) throws InterruptedException {
        Optional<SchemaInfo> known = asked.get(id);
        if (known == null) {
            known = meta.schema(id);
            asked.put(id, known);
        }
        return known;
    }

    private String existing(TableName name) throws InterruptedException {
        String names = meta.schemas(name.database()).stream()
                .filter(Schemas::isBinlogTable)
                .map(table -> Schemas.name(table).toString())
                .sorted()
                .collect(joining(", "));
        return names.isEmpty()
                ? "database " + name.database() + " has no binlog table"
                : "binlog tables there: " + names;
    }

    private static SchemaInfo requireBinlog(SchemaInfo table, String setting) {
        if (!Schemas.isBinlogTable(table)) {
            throw new ConfigurationException("By " + setting + ", " + Schemas.name(table)
                    + " is to be read as a binlog table, but its engine is " + table.getEngine()
                    + " and not BINLOG (4). Name a table created with ENGINE=binlog in binlogTables");
        }
        return table;
    }
}
