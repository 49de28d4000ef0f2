package io.github.binlogcapturer.sink.mysql.internal.target;

import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.sink.mysql.ZeroDates;
import io.github.binlogcapturer.spi.KeyPart;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A table of the target as one version of a table of the source sees it. Immutable and thread-safe. */
public final class TargetTable {

    private final TableSchema source;
    private final TableName name;
    private final List<ColumnMapping> columns;
    private final List<MappedKey> keys;
    private final @Nullable MappedKey identity;
    private final List<MappedKey> otherKeys;
    private final List<ColumnMapping> sourceKey;
    private final boolean hasMoreColumns;
    private final ForeignKeys.Place foreignKeys;
    private final MappingSettings settings;
    private final String insertHead;

    TargetTable(
            TableSchema source,
            TableName name,
            List<ColumnMapping> columns,
            List<MappedKey> keys,
            boolean hasMoreColumns,
            ForeignKeys.Place foreignKeys,
            MappingSettings settings) {
        this.source = source;
        this.name = name;
        this.columns = List.copyOf(columns);
        this.keys = List.copyOf(keys);
        this.hasMoreColumns = hasMoreColumns;
        this.foreignKeys = foreignKeys;
        this.settings = settings;
        this.identity = keys.stream()
                .filter(key -> key.known() && !key.nullable() && !key.hasPrefix())
                .findFirst()
                .orElse(null);
        this.otherKeys = keys.stream().filter(key -> !key.equals(identity)).toList();
        List<ColumnMapping> found = columns.stream()
                .filter(column -> column.source().key() && column.exact())
                .toList();
        this.sourceKey = found.size() == source.primaryKey().size() ? found : List.of();
        this.insertHead = "INSERT INTO " + quotedName()
                + columns.stream().map(column -> column.target().quoted()).collect(Collectors.joining(",", " (", ")"))
                + " VALUES ";
    }

    /** Returns the schema of the rows that are mapped by it. */
    public TableSchema source() {
        return source;
    }

    /** Returns the table's name as the target spells it. */
    public TableName name() {
        return name;
    }

    /** Returns the name for SQL, in backticks. */
    public String quotedName() {
        return Names.quoted(name);
    }

    /** Returns the columns that are written, in the target's order; at least one. */
    public List<ColumnMapping> columns() {
        return columns;
    }

    /**
     * Returns {@code INSERT INTO t (columns) VALUES }. Tables of the source whose texts are equal can share statements.
     */
    public String insertHead() {
        return insertHead;
    }

    /**
     * Returns the key that tells rows apart: the primary key, or else the first unique key that is never NULL; null where there is none
     * whose values a row of the source tells.
     */
    public @Nullable MappedKey identity() {
        return identity;
    }

    /** Returns whether {@link #identity} is the primary key, which the server checks before all others. */
    public boolean hasPrimaryIdentity() {
        return identity != null && identity.name().equals(TargetKey.PRIMARY);
    }

    /** Returns the keys beside {@link #identity}. */
    public List<MappedKey> otherKeys() {
        return otherKeys;
    }

    /** Returns whether a key beside {@link #identity} may take for equal what differs at the source; see {@link MappedKey#folds}. */
    public boolean hasFoldingKeys() {
        return otherKeys.stream().anyMatch(MappedKey::folds);
    }

    /** Returns the columns of the source's primary key, or an empty list where the target lacks one of them. */
    public List<ColumnMapping> sourceKey() {
        return sourceKey;
    }

    /** Returns whether the target has columns of its own, whose values are lost where a row is deleted and inserted again. */
    public boolean hasMoreColumns() {
        return hasMoreColumns;
    }

    /** Returns whether foreign keys of other tables refer to it. */
    public boolean isParent() {
        return foreignKeys.parent();
    }

    /** Returns the tables that its foreign keys refer to. */
    public Set<TableName> parents() {
        return foreignKeys.parents();
    }

    /** Returns the name of a group of tables whose changes must stay in stream order among them, or null where there is none. */
    public @Nullable String serialGroup() {
        return foreignKeys.serialGroup();
    }

    /** Returns whether the target changes or deletes rows of it by itself, when rows of another table change. */
    public boolean isCascadedTo() {
        return foreignKeys.cascadedTo();
    }

    /** Returns the names of its columns that take part in its own foreign keys, in lower case. */
    public Set<String> foreignKeyColumns() {
        return foreignKeys.columns();
    }

    /** Returns what is written for a date that no calendar has. */
    public ZeroDates zeroDates() {
        return settings.zeroDates();
    }

    /** Returns the time zone in which TIMESTAMP columns of the target are written. */
    public ZoneId zone() {
        return settings.zone();
    }

    /** Returns all keys, the primary one first. */
    List<MappedKey> keys() {
        return keys;
    }

    /** Returns a whole column as part of a key. */
    KeyPart keyPart(ColumnMapping column) {
        KeyPart.Comparison comparison = Fits.comparison(source, column.source(), column.target());
        return comparison == KeyPart.Comparison.UNKNOWN ? KeyPart.unknown() : KeyPart.of(column.index(), comparison);
    }

    /** Returns source and target. */
    @Override
    public String toString() {
        return name.equals(source.name()) ? name.toString() : source.name() + " -> " + name;
    }
}
