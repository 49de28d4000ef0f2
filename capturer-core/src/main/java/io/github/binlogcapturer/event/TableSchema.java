package io.github.binlogcapturer.event;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One version of a table's schema: its columns in order, without the dropped ones, its keys, its charset, and the time zone in
 * which TIMESTAMP columns are rendered. Immutable and thread-safe.
 *
 * <p>BaikalDB writes no schema into its binlog; rows are decoded with the version that was current when the library read them and
 * that has every field they carry.
 */
public final class TableSchema {

    /** The zone of TIMESTAMP texts in BaikalDB 4.1 and later; earlier ones use the zone of the server's process. */
    public static final ZoneId DEFAULT_ZONE = ZoneOffset.ofHours(8);

    /** Marks a field id of a dropped or unselected column in {@link #indexOfField}. */
    static final int SKIPPED = -1;
    /** Marks a field id that this version does not know. */
    static final int UNKNOWN = -2;

    /** Up to this field id columns are found in a table by tag, eight places to a field; ids may reach half a billion. */
    private static final int LAST_FIELD_BY_TAG = 1023;

    /** Charsets in which a text whose bytes are all below 0x80 is those bytes. */
    private static final Set<String> EXTEND_ASCII = Set.of("UTF-8", "GBK", "GB18030", "ISO-8859-1", "US-ASCII");

    private final long tableId;
    private final TableName name;
    private final long version;
    private final Charset charset;
    private final ZoneId zone;
    private final List<Column> columns;
    private final List<Column> primaryKey;
    private final List<UniqueKey> uniqueKeys;
    private final int[] indexByField;
    private final int[] indexByTag;
    private final Map<String, Integer> indexByName;
    private final RowDefaults defaults;
    private final RowWriter writer;
    private final boolean extendsAscii;

    private TableSchema(
            Builder from,
            List<Column> columns,
            int[] indexByField,
            List<Column> primaryKey,
            List<UniqueKey> uniqueKeys) {
        this.tableId = from.tableId;
        this.name = from.name;
        this.version = from.version;
        this.charset = from.charset;
        this.zone = from.zone;
        this.columns = List.copyOf(columns);
        this.primaryKey = List.copyOf(primaryKey);
        this.uniqueKeys = List.copyOf(uniqueKeys);
        this.indexByField = indexByField;
        this.indexByTag = indexByTag(columns);
        this.indexByName = new LinkedHashMap<>();
        for (Column column : columns) {
            indexByName.put(column.name(), column.index());
        }
        this.defaults = new RowDefaults(this);
        this.writer = new RowWriter(this.columns);
        this.extendsAscii = EXTEND_ASCII.contains(charset.name());
    }

    /** Starts a schema, as a test or a source of one's own may need it. */
    public static Builder builder(long tableId, TableName name) {
        return new Builder(tableId, name);
    }

    /** Returns BaikalDB's id of the table; it survives a rename. */
    public long tableId() {
        return tableId;
    }

    /** Returns database and table. */
    public TableName name() {
        return name;
    }

    /** Returns the version, which grows with every change of the schema and every link or unlink. */
    public long version() {
        return version;
    }

    /** Returns the charset of its strings. */
    public Charset charset() {
        return charset;
    }

    /** Returns the zone in which TIMESTAMP columns are rendered as text. */
    public ZoneId zone() {
        return zone;
    }

    /** Returns the columns in order; a column's index is its place here. */
    public List<Column> columns() {
        return columns;
    }

    /** Returns the primary key's columns in key order; empty where the table has none. */
    public List<Column> primaryKey() {
        return primaryKey;
    }

    /** Returns the unique keys beside the primary one. */
    public List<UniqueKey> uniqueKeys() {
        return uniqueKeys;
    }

    /**
     * Returns the index of a column.
     *
     * @throws IllegalArgumentException if there is no column of this name
     */
    public int indexOf(String column) {
        Integer index = indexByName.get(column);
        if (index == null) {
            throw new IllegalArgumentException(
                    "Table " + name + " has no column \"" + column + "\"; it has " + indexByName.keySet());
        }
        return index;
    }

    /** Returns whether there is a column of this name. */
    public boolean hasColumn(String column) {
        return indexByName.containsKey(column);
    }

    /**
     * Returns the same version reduced to some columns, in their old order with new indexes. Key columns stay in any case, since a
     * change without its key cannot be applied anywhere; a unique key that loses a column goes as a whole. Names of no column are passed
     * over, as they may be of another version.
     */
    public TableSchema select(Set<String> wanted) {
        Builder builder =
                new Builder(tableId, name).version(version).charset(charset).zone(zone);
        for (Column column : columns) {
            if (column.key() || wanted.contains(column.name())) {
                builder.column(column);
            }
        }
        for (int fieldId = 1; fieldId < indexByField.length; fieldId++) {
            if (indexByField[fieldId] != UNKNOWN) {
                builder.known(fieldId);
            }
        }
        builder.primaryKey(primaryKey.stream().map(Column::name).toList());
        for (UniqueKey key : uniqueKeys) {
            List<String> names = key.columns().stream().map(Column::name).toList();
            if (builder.names().containsAll(names)) {
                builder.uniqueKey(key.name(), names);
            }
        }
        return builder.build();
    }

    RowDefaults defaults() {
        return defaults;
    }

    RowWriter writer() {
        return writer;
    }

    boolean extendsAscii() {
        return extendsAscii;
    }

    int indexOfField(int fieldId) {
        return fieldId < indexByField.length ? indexByField[fieldId] : UNKNOWN;
    }

    /**
     * Returns the index of the column whose values begin with a tag; a negative number where there is none, or where the tag's wire type is
     * not the column's.
     */
    int indexOfTag(int tag) {
        if (tag >= 0 && tag < indexByTag.length) {
            return indexByTag[tag];
        }
        int index = indexOfField(tag >>> 3);
        return index >= 0 && columns.get(index).type().wire.tagType != (tag & 7) ? UNKNOWN : index;
    }

    private static int[] indexByTag(List<Column> columns) {
        int fields = columns.stream().mapToInt(Column::fieldId).max().orElse(0);
        int[] indexes = new int[(Math.min(fields, LAST_FIELD_BY_TAG) + 1) << 3];
        Arrays.fill(indexes, UNKNOWN);
        for (Column column : columns) {
            if (column.fieldId() <= LAST_FIELD_BY_TAG) {
                indexes[column.fieldId() << 3 | column.type().wire.tagType] = column.index();
            }
        }
        return indexes;
    }

    /** Returns name and version. */
    @Override
    public String toString() {
        return name + " v" + version;
    }

    /** Builds a {@link TableSchema}. Not thread-safe. */
    public static final class Builder {

        private final long tableId;
        private final TableName name;
        private long version = 1;
        private Charset charset = StandardCharsets.UTF_8;
        private ZoneId zone = DEFAULT_ZONE;
        private final List<Column> columns = new ArrayList<>();
        private final Set<Integer> knownFields = new HashSet<>();
        private List<String> primaryKey = List.of();
        private final Map<String, List<String>> uniqueKeys = new LinkedHashMap<>();

        private Builder(long tableId, TableName name) {
            this.tableId = tableId;
            this.name = Objects.requireNonNull(name, "name");
        }

        /** Sets the version, 1 by default. */
        public Builder version(long value) {
            this.version = value;
            return this;
        }

        /** Sets the charset, UTF-8 by default. */
        public Builder charset(Charset value) {
            this.charset = Objects.requireNonNull(value, "charset");
            return this;
        }

        /** Sets the zone of TIMESTAMP texts, {@link #DEFAULT_ZONE} by default. */
        public Builder zone(ZoneId value) {
            this.zone = Objects.requireNonNull(value, "zone");
            return this;
        }

        /** Adds a column as described; its index becomes the next free one. */
        public Builder column(Column column) {
            columns.add(column.at(columns.size()));
            knownFields.add(column.fieldId());
            return this;
        }

        /** Adds a nullable column without a default, with the next field id. */
        public Builder column(String column, ColumnType type) {
            int fieldId = knownFields.stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
            return column(new Column(columns.size(), column, fieldId, type, false, true, false, null));
        }

        /** Names a field id that rows may carry and that is to be skipped: a dropped column's. */
        public Builder known(int fieldId) {
            if (fieldId <= 0) {
                throw new IllegalArgumentException("Field ids begin at 1, but got " + fieldId);
            }
            knownFields.add(fieldId);
            return this;
        }

        /** Sets the primary key, in key order. Its columns become key columns. */
        public Builder primaryKey(List<String> names) {
            this.primaryKey = List.copyOf(names);
            return this;
        }

        /** Sets the primary key, in key order. Its columns become key columns. */
        public Builder primaryKey(String... names) {
            return primaryKey(Arrays.asList(names));
        }

        /** Adds a unique key, in key order. */
        public Builder uniqueKey(String keyName, List<String> names) {
            uniqueKeys.put(keyName, List.copyOf(names));
            return this;
        }

        Set<String> names() {
            Set<String> names = new HashSet<>();
            columns.forEach(column -> names.add(column.name()));
            return names;
        }

        /**
         * Builds the schema.
         *
         * @throws IllegalArgumentException if two columns share a name or field id, or a key names an unknown column
         */
        public TableSchema build() {
            List<Column> all = new ArrayList<>();
            int maxField =
                    knownFields.stream().mapToInt(Integer::intValue).max().orElse(0);
            int[] indexByField = new int[maxField + 1];
            Arrays.fill(indexByField, UNKNOWN);
            knownFields.forEach(fieldId -> indexByField[fieldId] = SKIPPED);
            Map<String, Column> byName = new HashMap<>();
            for (Column column : columns) {
                Column keyed = withKey(column, primaryKey.contains(column.name()));
                if (byName.put(keyed.name(), keyed) != null || indexByField[keyed.fieldId()] >= 0) {
                    throw new IllegalArgumentException("Column " + keyed.name() + " (field " + keyed.fieldId() + ") of "
                            + name + " is there twice");
                }
                indexByField[keyed.fieldId()] = keyed.index();
                all.add(keyed);
            }
            List<UniqueKey> unique = new ArrayList<>();
            uniqueKeys.forEach((keyName, names) -> unique.add(new UniqueKey(keyName, resolve(byName, names))));
            return new TableSchema(this, all, indexByField, resolve(byName, primaryKey), unique);
        }

        private static Column withKey(Column column, boolean key) {
            return new Column(
                    column.index(),
                    column.name(),
                    column.fieldId(),
                    column.type(),
                    column.binary(),
                    column.nullable(),
                    key,
                    column.defaultText());
        }

        private List<Column> resolve(Map<String, Column> byName, List<String> names) {
            return names.stream()
                    .map(column -> {
                        Column found = byName.get(column);
                        if (found == null) {
                            throw new IllegalArgumentException(
                                    "A key of " + name + " names the unknown column " + column);
                        }
                        return found;
                    })
                    .toList();
        }
    }
}
