package io.github.binlogcapturer.sink.mysql.internal.target;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.sink.mysql.TargetSchemaException;
import io.github.binlogcapturer.spi.KeyPart;
import io.github.binlogcapturer.spi.KeyPart.Comparison;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Maps a table of the source onto one of the target, column by column, by name. */
final class TableMatcher {

    private final TableSchema source;
    private final TableDescription target;
    private final MappingSettings settings;
    private final TableDdl ddl;
    /** By target column name in lower case. */
    private final Map<String, ColumnMapping> mappings = new HashMap<>();

    TableMatcher(TableSchema source, TableDescription target, MappingSettings settings, TableDdl ddl) {
        this.source = source;
        this.target = target;
        this.settings = settings;
        this.ddl = ddl;
    }

    /** Returns the columns of the source that are to be written and that the target lacks. */
    static List<Column> missing(TableSchema source, TableDescription target, MappingSettings settings) {
        return source.columns().stream()
                .filter(column -> settings.columns().includes(source.name(), column))
                .filter(column -> target.column(column.name()).isEmpty())
                .toList();
    }

    TargetTable match(ForeignKeys.Place foreignKeys) {
        List<Column> missing = missing(source, target, settings);
        if (!missing.isEmpty()) {
            throw lacks(missing.get(0));
        }
        List<ColumnMapping> written = written();
        boolean hasMore = false;
        for (TargetColumn column : target.columns()) {
            boolean alone = !column.generated() && !mappings.containsKey(lower(column.name()));
            hasMore |= alone;
            if (alone && !column.hasDefault()) {
                throw needs(column);
            }
        }
        List<MappedKey> keys = target.keys().stream().map(this::key).toList();
        return new TargetTable(source, target.name(), written, keys, hasMore, foreignKeys, settings);
    }

    private List<ColumnMapping> written() {
        List<ColumnMapping> written = new ArrayList<>();
        Map<String, Column> wanted = new HashMap<>();
        for (Column column : source.columns()) {
            if (settings.columns().includes(source.name(), column)) {
                wanted.put(lower(column.name()), column);
            }
        }
        for (TargetColumn column : target.columns()) {
            Column from = wanted.get(lower(column.name()));
            if (from != null && !column.generated()) {
                ColumnMapping mapping = new ColumnMapping(from, column, Fits.exact(source, from, column));
                written.add(mapping);
                mappings.put(lower(column.name()), mapping);
            }
        }
        if (written.isEmpty()) {
            throw new TargetSchemaException("Table " + source.name() + " of the source and table " + target.name()
                    + " of the target have no column in common that can be written. Check routes and columns");
        }
        return written;
    }

    private MappedKey key(TargetKey key) {
        List<KeyPart> parts = new ArrayList<>();
        List<ColumnMapping> columns = new ArrayList<>();
        boolean nullable = false;
        for (TargetKey.Part part : key.parts()) {
            TargetColumn column = part.column();
            nullable |= column == null || column.nullable();
            parts.add(part(part));
            if (column != null && mappings.containsKey(lower(column.name()))) {
                columns.add(mappings.get(lower(column.name())));
            }
        }
        return new MappedKey(key.name(), parts, columns, nullable);
    }

    private KeyPart part(TargetKey.Part part) {
        TargetColumn column = part.column();
        ColumnMapping mapping = column == null ? null : mappings.get(lower(column.name()));
        if (mapping == null) {
            return KeyPart.unknown();
        }
        Comparison comparison = Fits.comparison(source, mapping.source(), mapping.target());
        return comparison == Comparison.UNKNOWN
                ? KeyPart.unknown()
                : new KeyPart(mapping.index(), comparison, part.prefix());
    }

    private TargetSchemaException lacks(Column column) {
        return new TargetSchemaException("Table " + source.name() + " of the source has column " + column.name()
                + ", which table " + target.name() + " of the target lacks. Run \""
                + ddl.addColumn(source, target.name(), column)
                + "\", or leave the column out by columns(), or have columns added by schemaChanges(APPLY)");
    }

    private TargetSchemaException needs(TargetColumn column) {
        return new TargetSchemaException("Table " + target.name() + " of the target has column " + column.name()
                + ", which is NOT NULL and has no default, but table " + source.name()
                + " of the source gives it no value. Give it a default, or drop it, or write the column if columns()"
                + " leaves it out");
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
