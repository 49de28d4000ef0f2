package io.github.binlogcapturer.sink.mysql.internal.target;

import io.github.binlogcapturer.event.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the information schema through one connection. */
final class TargetReader {

    private static final String COLUMNS = "SELECT COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, CHARACTER_SET_NAME,"
            + " COLLATION_NAME, IS_NULLABLE, COLUMN_DEFAULT, EXTRA, GENERATION_EXPRESSION, DATETIME_PRECISION,"
            + " COLUMN_COMMENT FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION";
    private static final String KEYS = "SELECT INDEX_NAME, COLUMN_NAME, SUB_PART FROM information_schema.STATISTICS"
            + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND NON_UNIQUE = 0 ORDER BY INDEX_NAME, SEQ_IN_INDEX";
    private static final String ENGINE = "SELECT t.ENGINE FROM information_schema.TABLES t"
            + " JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE"
            + " WHERE t.TABLE_SCHEMA = ? AND t.TABLE_NAME = ? AND e.TRANSACTIONS = 'NO'";
    private static final String DATABASE = "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?";
    private static final String FOREIGN_KEYS = "SELECT k.CONSTRAINT_SCHEMA, k.CONSTRAINT_NAME, k.TABLE_SCHEMA,"
            + " k.TABLE_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_SCHEMA, k.REFERENCED_TABLE_NAME,"
            + " k.REFERENCED_COLUMN_NAME, r.UPDATE_RULE, r.DELETE_RULE"
            + " FROM information_schema.KEY_COLUMN_USAGE k JOIN information_schema.REFERENTIAL_CONSTRAINTS r"
            + " ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME"
            + " AND r.TABLE_NAME = k.TABLE_NAME"
            + " WHERE k.TABLE_SCHEMA = ? AND r.CONSTRAINT_SCHEMA = ? AND k.REFERENCED_TABLE_NAME IS NOT NULL"
            + " ORDER BY k.CONSTRAINT_SCHEMA, k.TABLE_NAME, k.CONSTRAINT_NAME, k.ORDINAL_POSITION";
    private static final String REFERRING_DATABASES = "SELECT DISTINCT TABLE_SCHEMA FROM"
            + " information_schema.KEY_COLUMN_USAGE WHERE REFERENCED_TABLE_SCHEMA = ? AND TABLE_SCHEMA <> ?";
    private static final Set<String> HARMLESS_RULES = Set.of("RESTRICT", "NO ACTION");

    private final Connection connection;
    private final boolean foldsNames;

    TargetReader(Connection connection, ServerFacts facts) {
        this.connection = connection;
        this.foldsNames = facts.lowerCaseTableNames() != 0;
    }

    /** Returns a table, or nothing where it is not there. */
    Optional<TableDescription> table(TableName name) throws SQLException {
        Map<String, TargetColumn> columns = columns(name);
        return columns.isEmpty()
                ? Optional.empty()
                : Optional.of(new TableDescription(name, List.copyOf(columns.values()), keys(name, columns)));
    }

    /** Returns the storage engine of a table if it knows no transactions. */
    Optional<String> engineWithoutTransactions(TableName name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(ENGINE)) {
            query.setString(1, name.database());
            query.setString(2, name.table());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }

    boolean hasDatabase(String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(DATABASE)) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    /**
     * Returns the foreign keys, as far as the user may see them, of a database and of all that are linked with it by some; a server may
     * have very many others, for which it would have to open each table.
     *
     * @param databases gets the names of these databases
     */
    List<ForeignKey> foreignKeys(String database, Set<String> databases) throws SQLException {
        List<ForeignKey> found = new ArrayList<>();
        Deque<String> open = new ArrayDeque<>(List.of(database));
        databases.add(database);
        while (!open.isEmpty()) {
            String next = open.pop();
            List<ForeignKey> keys = foreignKeysOf(next);
            found.addAll(keys);
            keys.stream()
                    .map(key -> key.parent().database())
                    .filter(databases::add)
                    .forEach(open::push);
            referringDatabases(next).stream().filter(databases::add).forEach(open::push);
        }
        return found;
    }

    private List<String> referringDatabases(String database) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(REFERRING_DATABASES)) {
            query.setString(1, database);
            query.setString(2, database);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(folded(rows.getString(1)));
                }
            }
        }
        return found;
    }

    private List<ForeignKey> foreignKeysOf(String database) throws SQLException {
        Map<List<String>, OpenKey> keys = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement(FOREIGN_KEYS)) {
            query.setString(1, database);
            query.setString(2, database);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    foreignKeyColumn(rows, keys);
                }
            }
        }
        return keys.values().stream().map(OpenKey::close).toList();
    }

    private void foreignKeyColumn(ResultSet rows, Map<List<String>, OpenKey> keys) throws SQLException {
        String constraint = rows.getString(2);
        TableName child = name(rows.getString(3), rows.getString(4));
        TableName parent = name(rows.getString(6), rows.getString(7));
        boolean cascading = !HARMLESS_RULES.contains(rows.getString(9).toUpperCase(Locale.ROOT))
                || !HARMLESS_RULES.contains(rows.getString(10).toUpperCase(Locale.ROOT));
        OpenKey key = keys.computeIfAbsent(
                List.of(rows.getString(1), constraint, rows.getString(4)),
                unseen -> new OpenKey(constraint, child, new ArrayList<>(), parent, new ArrayList<>(), cascading));
        key.childColumns().add(rows.getString(5));
        key.parentColumns().add(rows.getString(8));
    }

    private TableName name(String database, String table) {
        return new TableName(folded(database), folded(table));
    }

    private String folded(String name) {
        return foldsNames ? name.toLowerCase(Locale.ROOT) : name;
    }

    private Map<String, TargetColumn> columns(TableName name) throws SQLException {
        Map<String, TargetColumn> columns = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
            query.setString(1, name.database());
            query.setString(2, name.table());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    TargetColumn column = column(rows);
                    columns.put(column.name(), column);
                }
            }
        }
        return columns;
    }

    private static TargetColumn column(ResultSet row) throws SQLException {
        String extra = text(row.getString(8)).toLowerCase(Locale.ROOT);
        boolean generated = !text(row.getString(9)).isEmpty();
        boolean nullable = row.getString(6).equalsIgnoreCase("YES");
        boolean hasDefault = nullable
                || generated
                || row.getString(7) != null
                || extra.contains("auto_increment")
                || extra.contains("default_generated");
        return new TargetColumn(
                row.getString(1),
                Names.quoted(row.getString(1)),
                row.getString(2).toLowerCase(Locale.ROOT),
                row.getString(3).toLowerCase(Locale.ROOT),
                row.getString(4),
                row.getString(5),
                nullable,
                hasDefault,
                generated,
                row.getInt(10),
                text(row.getString(11)));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private List<TargetKey> keys(TableName name, Map<String, TargetColumn> columns) throws SQLException {
        Map<String, List<TargetKey.Part>> parts = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement(KEYS)) {
            query.setString(1, name.database());
            query.setString(2, name.table());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    String column = rows.getString(2);
                    parts.computeIfAbsent(rows.getString(1), unseen -> new ArrayList<>())
                            .add(new TargetKey.Part(column == null ? null : columns.get(column), rows.getInt(3)));
                }
            }
        }
        List<TargetKey> keys = new ArrayList<>();
        parts.forEach((key, itsParts) -> {
            TargetKey described = new TargetKey(key, itsParts);
            keys.add(described.primary() ? 0 : keys.size(), described);
        });
        return keys;
    }

    /** A foreign key whose columns still come in. */
    private record OpenKey(
            String name,
            TableName child,
            List<String> childColumns,
            TableName parent,
            List<String> parentColumns,
            boolean cascading) {

        ForeignKey close() {
            return new ForeignKey(name, child, childColumns, parent, parentColumns, cascading);
        }
    }
}
