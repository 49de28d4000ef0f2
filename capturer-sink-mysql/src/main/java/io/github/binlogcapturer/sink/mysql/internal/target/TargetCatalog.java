package io.github.binlogcapturer.sink.mysql.internal.target;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.sink.mysql.SchemaChangePolicy;
import io.github.binlogcapturer.sink.mysql.TargetSchemaException;
import io.github.binlogcapturer.spi.ConflictRules;
import io.github.binlogcapturer.spi.KeyPart.Comparison;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the tables of the target and keeps what it has read. Thread-safe; methods that throw {@link SQLException} may block for the server,
 * for as long as DDL takes where tables are created or altered.
 */
public final class TargetCatalog {

    /** What {@link #preview} returns of a table that is not there yet. */
    public static final String WILL_BE_CREATED = "is not there yet and will be created";

    private static final Logger LOG = LoggerFactory.getLogger(TargetCatalog.class);
    /** Old versions of schemas must not pile up. */
    private static final int MAX_CACHED = 10_000;

    /** Stands for all keys, where rules put all changes in order. */
    private static final Set<String> EVERY_KEY = Set.of("*");

    private static final String UNREADABLE = "tables of a target whose foreign keys cannot be read";

    /** Table exists, unknown column, duplicate column, duplicate key, nothing to drop. */
    private static final Set<Integer> DONE_ALREADY = Set.of(1050, 1054, 1060, 1061, 1091);

    private final MappingSettings settings;
    private final ServerFacts facts;
    private final DataSource connections;
    private final TableDdl ddl;
    /** By identity of the schema, which has no equality of its own. */
    private final Map<TableSchema, TargetTable> tables = new ConcurrentHashMap<>();

    private final Map<TableName, TableDescription> descriptions = new HashMap<>();
    /** By table of the target and table of the source the keys that the rules speak of; not forgotten by {@link #refresh}. */
    private final Map<TableName, Map<TableName, Set<String>>> ruledKeys = new HashMap<>();

    private final Set<String> saidStrict = new HashSet<>();
    private final List<ForeignKey> foreignKeyList = new ArrayList<>();
    /** The databases whose foreign keys were read. */
    private final Set<String> foreignKeyDatabases = new HashSet<>();

    private ForeignKeys foreignKeys = ForeignKeys.of(List.of());
    private boolean foreignKeysUnreadable;

    /**
     * Makes a catalog that has read nothing yet.
     *
     * @param connections where connections in auto-commit mode come from
     */
    public TargetCatalog(MappingSettings settings, ServerFacts facts, DataSource connections) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.facts = Objects.requireNonNull(facts, "facts");
        this.connections = Objects.requireNonNull(connections, "connections");
        this.ddl = new TableDdl(facts, settings.zone());
    }

    /**
     * Returns the table that rows of a schema go to. Creates it, or adds columns, where the settings say so.
     *
     * @throws TargetSchemaException if the target's table is missing or does not fit
     * @throws SQLException if the target cannot be read, created or altered
     */
    public TargetTable table(TableSchema source) throws SQLException {
        TargetTable known = tables.get(source);
        return known != null ? known : load(source);
    }

    /**
     * Looks whether rows of a schema can go to the target, through a given connection, and changes nothing.
     *
     * @return what there is or will be made, in the words of one line
     * @throws TargetSchemaException if the target's table is missing or does not fit, and nothing is to be done about it
     * @throws SQLException if the target cannot be read
     */
    public String preview(Connection connection, TableSchema source) throws SQLException {
        TargetReader reader = new TargetReader(connection, facts);
        TableName target = targetOf(source);
        Optional<TableDescription> described = reader.table(target);
        if (described.isEmpty()) {
            if (!settings.createMissingTables()) {
                throw missing(source, target);
            }
            return WILL_BE_CREATED;
        }
        requireTransactions(reader, target);
        List<Column> lacking = TableMatcher.missing(source, described.get(), settings);
        if (!lacking.isEmpty() && settings.schemaChanges() == SchemaChangePolicy.APPLY) {
            return "is there; columns will be added: "
                    + lacking.stream().map(Column::name).collect(Collectors.joining(", "));
        }
        ForeignKeys.Place alone = ForeignKeys.of(List.of()).place(target);
        TargetTable table = new TableMatcher(source, described.get(), settings, ddl).match(alone);
        return "is there and fits, with " + table.columns().size() + " columns to write";
    }

    /** Returns the table of the target that rows of a schema go to, as the target spells it. */
    public TableName target(TableSchema source) {
        return targetOf(source);
    }

    /**
     * Returns what makes changes of a table conflict at the target.
     *
     * @throws TargetSchemaException if the target's table is missing or does not fit
     * @throws SQLException if the target cannot be read, created or altered
     */
    public ConflictRules rules(TableSchema source) throws SQLException {
        TargetTable table = table(source);
        synchronized (this) {
            try (Connection connection = connections.getConnection()) {
                TargetReader reader = new TargetReader(connection, facts);
                boolean merged = settings.routes().mayMerge(source.name());
                ConflictRules rules = new RuleBuilder(table, foreignKeys(reader, table.name()), merged)
                        .build(name -> description(reader, name));
                ruledKeys
                        .computeIfAbsent(table.name(), unseen -> new HashMap<>())
                        .put(source.name(), table.serialGroup() == null ? keyNames(table) : EVERY_KEY);
                return rules;
            }
        }
    }

    /**
     * Returns whether a key was part of all {@linkplain #rules rules} given out for a table of the target. One that was not was added
     * since then, and changes that conflict by it may have overtaken one another, so that no row may be displaced by it. True where no
     * rules were given out. Does not block for the server.
     *
     * @param target the table as {@link TargetTable#name} says it
     * @param key the key's name as the server's error 1062 says it, with the table's in front or without
     */
    public synchronized boolean isKnownKey(TableName target, String key) {
        String prefix = target.table() + ".";
        String name = key.startsWith(prefix) ? key.substring(prefix.length()) : key;
        return ruledKeys.getOrDefault(target, Map.of()).values().stream()
                .allMatch(names -> names.equals(EVERY_KEY) || names.contains(name.toLowerCase(Locale.ROOT)));
    }

    private static Set<String> keyNames(TargetTable table) {
        return table.keys().stream()
                .map(key -> key.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** Forgets what was read, as after an error that says that the target has changed. */
    public synchronized void refresh() {
        tables.clear();
        descriptions.clear();
        forgetForeignKeys();
    }

    /**
     * Takes a change of a schema: reports it, or alters the target, as the settings say; then reads the target again. Doing it twice does
     * no harm.
     *
     * @throws TargetSchemaException if a renamed column can be neither renamed at the target nor left alone
     * @throws SQLException if the target cannot be read or altered
     */
    public synchronized void schemaChanged(SchemaChange change) throws SQLException {
        try (Connection connection = connections.getConnection()) {
            TargetReader reader = new TargetReader(connection, facts);
            TableName target = targetOf(change.after());
            descriptions.remove(target);
            Optional<TableDescription> described = description(reader, target);
            if (described.isPresent() && change.before() != null) {
                new SchemaFollower(change, described.get(), settings, facts, ddl)
                        .follow(name -> usedElsewhere(change.after(), target, name), sql -> run(connection, sql));
            }
        }
        tables.keySet().removeIf(schema -> schema.tableId() == change.after().tableId());
        descriptions.clear();
        forgetForeignKeys();
    }

    /** Tables that were not seen since the start may write the column too. */
    private boolean usedElsewhere(TableSchema schema, TableName target, String column) {
        return settings.routes().mayMerge(schema.name())
                || tables.values().stream()
                        .filter(table ->
                                table.name().equals(target) && table.source().tableId() != schema.tableId())
                        .anyMatch(table -> table.source().columns().stream()
                                .anyMatch(other -> other.name().equalsIgnoreCase(column)));
    }

    private synchronized TargetTable load(TableSchema source) throws SQLException {
        TargetTable known = tables.get(source);
        if (known != null) {
            return known;
        }
        try (Connection connection = connections.getConnection()) {
            TargetReader reader = new TargetReader(connection, facts);
            TableDescription described = complete(connection, reader, source, find(connection, reader, source));
            requireTransactions(reader, described.name());
            ForeignKeys graph = foreignKeys(reader, described.name());
            ForeignKeys.Place place = foreignKeysUnreadable ? unreadable() : graph.place(described.name());
            TargetTable table = new TableMatcher(source, described, settings, ddl).match(place);
            if (tables.size() >= MAX_CACHED) {
                tables.clear();
            }
            tables.put(source, table);
            table.keys().forEach(key -> sayIfStricter(table, key));
            return table;
        }
    }

    /** What cannot be rolled back would be applied again after every error. */
    private static void requireTransactions(TargetReader reader, TableName name) throws SQLException {
        Optional<String> engine = reader.engineWithoutTransactions(name);
        if (engine.isPresent()) {
            throw new TargetSchemaException("Table " + name + " of the target is stored by " + engine.get()
                    + ", which knows no transactions, so that changes would be applied twice after an error. Run \"ALTER"
                    + " TABLE " + Names.quoted(name) + " ENGINE=InnoDB\"");
        }
    }

    private void sayIfStricter(TargetTable table, MappedKey key) {
        boolean folded = key.parts().stream().anyMatch(part -> part.comparison() == Comparison.FOLDED_TEXT);
        if (folded && saidStrict.add(table.name() + "." + key.name())) {
            LOG.warn(
                    "Key {} of table {} of the target takes texts for equal that differ at the source, such as by case."
                            + " Rows that differ only so cannot both be there; what the key refuses goes where row faults"
                            + " go. Give the key's columns a binary collation to keep both",
                    key.name(),
                    table.name());
        }
    }

    private TableDescription find(Connection connection, TargetReader reader, TableSchema source) throws SQLException {
        TableName target = targetOf(source);
        Optional<TableDescription> described = description(reader, target);
        if (described.isPresent()) {
            return described.get();
        }
        if (!settings.createMissingTables()) {
            throw missing(source, target);
        }
        if (!reader.hasDatabase(target.database())) {
            run(connection, TableDdl.createDatabase(target.database()));
        }
        run(connection, ddl.createTable(source, target, settings.columns()));
        return description(reader, target)
                .orElseThrow(() -> new TargetSchemaException("Table " + target
                        + " of the target was created but cannot be seen in information_schema. Grant the user SELECT"
                        + " on it"));
    }

    private TargetSchemaException missing(TableSchema source, TableName target) {
        return new TargetSchemaException("Table " + target + " of the target, where table " + source.name()
                + " of the source goes, does not exist or is not visible to the user. Create it, turn on"
                + " createMissingTables, or name another by routes. A statement that creates it: "
                + ddl.createTable(source, target, settings.columns()));
    }

    private TableDescription complete(
            Connection connection, TargetReader reader, TableSchema source, TableDescription described)
            throws SQLException {
        List<Column> missing = TableMatcher.missing(source, described, settings);
        if (missing.isEmpty() || settings.schemaChanges() != SchemaChangePolicy.APPLY) {
            return described;
        }
        for (Column column : missing) {
            run(connection, ddl.addColumn(source, described.name(), column));
        }
        descriptions.remove(described.name());
        return description(reader, described.name()).orElse(described);
    }

    private Optional<TableDescription> description(TargetReader reader, TableName name) throws SQLException {
        TableDescription known = descriptions.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<TableDescription> read = reader.table(name);
        read.ifPresent(table -> descriptions.put(name, table));
        return read;
    }

    private void forgetForeignKeys() {
        foreignKeyList.clear();
        foreignKeyDatabases.clear();
        foreignKeys = ForeignKeys.of(List.of());
    }

    /** Databases that are not linked with those that were read before do not change what is known of these. */
    private ForeignKeys foreignKeys(TargetReader reader, TableName table) {
        if (settings.foreignKeyChecks() && !foreignKeyDatabases.contains(table.database())) {
            readForeignKeys(reader, table.database());
        }
        return foreignKeys;
    }

    private void readForeignKeys(TargetReader reader, String database) {
        try {
            Set<String> databases = new HashSet<>();
            List<ForeignKey> keys = reader.foreignKeys(database, databases);
            foreignKeysUnreadable = false;
            foreignKeyList.addAll(keys);
            foreignKeyDatabases.addAll(databases);
            foreignKeys = ForeignKeys.of(foreignKeyList.stream().distinct().toList());
        } catch (SQLException e) {
            if (!foreignKeysUnreadable) {
                LOG.warn(
                        "The foreign keys of the target cannot be read, so all tables are written one change after"
                                + " another. Grant the user SELECT on the tables, or turn foreignKeyChecks off",
                        e);
            }
            foreignKeysUnreadable = true;
        }
    }

    private static ForeignKeys.Place unreadable() {
        return new ForeignKeys.Place(true, Set.of(), Set.of(), UNREADABLE, true);
    }

    private TableName targetOf(TableSchema source) {
        TableName target = settings.routes().targetOf(source.name());
        return facts.lowerCaseTableNames() == 0
                ? target
                : new TableName(
                        target.database().toLowerCase(Locale.ROOT),
                        target.table().toLowerCase(Locale.ROOT));
    }

    private static void run(Connection connection, String sql) throws SQLException {
        LOG.info("Changing the target: {}", sql);
        try {
            execute(connection, sql);
        } catch (SQLException e) {
            if (!DONE_ALREADY.contains(e.getErrorCode())) {
                throw new SQLException(
                        "The target refuses \"" + sql + "\": " + e.getMessage()
                                + ". Run what comes to the same, then start again",
                        e.getSQLState(),
                        e.getErrorCode(),
                        e);
            }
            // another session, or an attempt whose answer was lost; the table is read again in any case
            LOG.info("The target says that this was done already: {}", e.getMessage());
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // braces in defaults are no JDBC escapes
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }
}
