package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.event.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a table to be created looks like. Not thread-safe. */
public final class TableDefinition {

    record ColumnPart(
            String name,
            ColumnType type,
            boolean nullable,
            @Nullable String defaultText) {}

    record LinkPart(SimulatedBinlog binlog, @Nullable String linkField, boolean sameHint) {}

    final List<ColumnPart> columns = new ArrayList<>();
    final Map<String, List<String>> uniqueKeys = new LinkedHashMap<>();
    final List<LinkPart> links = new ArrayList<>();
    List<String> primaryKey = List.of();
    int partitions = 1;

    @Nullable
    String partitionColumn;

    TableDefinition() {}

    /** Adds a column that may be NULL and has no default. */
    public TableDefinition column(String name, ColumnType type) {
        columns.add(new ColumnPart(name, type, true, null));
        return this;
    }

    /** Adds a column that may be NULL, with a default in BaikalDB's text form. */
    public TableDefinition column(String name, ColumnType type, String defaultText) {
        columns.add(new ColumnPart(name, type, true, defaultText));
        return this;
    }

    /** Adds a column that is never NULL; an INSERT that leaves it out gives it zero or an empty text. */
    public TableDefinition notNull(String name, ColumnType type) {
        columns.add(new ColumnPart(name, type, false, null));
        return this;
    }

    /** Adds a column that is never NULL, with a default in BaikalDB's text form. */
    public TableDefinition notNull(String name, ColumnType type, String defaultText) {
        columns.add(new ColumnPart(name, type, false, defaultText));
        return this;
    }

    /** Sets the primary key, in key order. Every table needs one. */
    public TableDefinition primaryKey(String... names) {
        primaryKey = List.copyOf(Arrays.asList(names));
        return this;
    }

    /** Adds a unique key, in key order. It is local, as BaikalDB calls it: see {@link SimulatedTransaction#replace}. */
    public TableDefinition uniqueKey(String keyName, String... names) {
        uniqueKeys.put(keyName, List.copyOf(Arrays.asList(names)));
        return this;
    }

    /** Partitions the table itself by the hash of a column. Default: one partition. */
    public TableDefinition partitionedBy(String column, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("A table has 1 partition or more, but got " + count);
        }
        partitionColumn = column;
        partitions = count;
        return this;
    }

    /**
     * Links to a binlog table of one partition. The first link of a table, and each further one, adds to those before.
     *
     * @throws IllegalArgumentException if the binlog table has several partitions and so needs a link field
     */
    public TableDefinition linkedTo(SimulatedBinlog binlog) {
        if (binlog.partitions() > 1) {
            throw new IllegalArgumentException("Binlog table " + binlog + " has " + binlog.partitions()
                    + " partitions; name the link field by which rows are routed");
        }
        links.add(new LinkPart(binlog, null, true));
        return this;
    }

    /** Links to a binlog table by a link field, with the hint that both are partitioned alike, as is BaikalDB's default. */
    public TableDefinition linkedTo(SimulatedBinlog binlog, String linkField) {
        return linkedTo(binlog, linkField, true);
    }

    /**
     * Links to a binlog table by a link field.
     *
     * @param partitionIsSameHint whether images that stores return are routed by the table's own partition, where both have as many
     *     partitions; otherwise the link field decides. As in BaikalDB, nobody checks whether the hint is true
     */
    public TableDefinition linkedTo(SimulatedBinlog binlog, String linkField, boolean partitionIsSameHint) {
        links.add(new LinkPart(binlog, linkField, partitionIsSameHint));
        return this;
    }
}
