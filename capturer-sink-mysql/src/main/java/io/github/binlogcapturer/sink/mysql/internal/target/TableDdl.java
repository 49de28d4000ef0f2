package io.github.binlogcapturer.sink.mysql.internal.target;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.UniqueKey;
import io.github.binlogcapturer.sink.mysql.ColumnSelection;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the DDL that gives the target what a table of the source has. Texts get a collation that compares as BaikalDB does, byte by byte.
 * BaikalDB keeps no lengths, so texts and bytes get the longest type there is, except in keys, where their bytes fit into an index.
 */
final class TableDdl {

    private static final Logger LOG = LoggerFactory.getLogger(TableDdl.class);

    /** What an index of InnoDB holds, less what numbers and dates beside the texts may take. */
    private static final int INDEX_BYTES = 2900;

    private static final int BYTES_PER_CHARACTER = 4;
    private static final int KEY_LENGTH = 255;

    private static final DateTimeFormatter DATE_AND_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final int DATE_AND_TIME_LENGTH = 19;

    private final ServerFacts facts;
    private final ZoneId zone;

    /**
     * Makes a writer.
     *
     * @param zone the time zone of the sessions
     */
    TableDdl(ServerFacts facts, ZoneId zone) {
        this.facts = facts;
        this.zone = zone;
    }

    static String createDatabase(String name) {
        return "CREATE DATABASE IF NOT EXISTS " + Names.quoted(name);
    }

    String createTable(TableSchema source, TableName target, ColumnSelection selection) {
        List<String> lines = new ArrayList<>();
        Map<String, Integer> lengths = keyLengths(source);
        List<Column> columns = source.columns().stream()
                .filter(column -> selection.includes(source.name(), column))
                .toList();
        columns.forEach(column -> lines.add(Names.quoted(column.name()) + " "
                + definition(source, column, lengths.get(column.name()), !column.nullable())));
        if (!source.primaryKey().isEmpty()) {
            lines.add("PRIMARY KEY " + names(source.primaryKey()));
        }
        for (UniqueKey key : source.uniqueKeys()) {
            if (columns.containsAll(key.columns())) {
                lines.add("UNIQUE KEY " + Names.quoted(key.name()) + " " + names(key.columns()));
            }
        }
        return "CREATE TABLE IF NOT EXISTS " + Names.quoted(target) + " (" + String.join(", ", lines)
                + ") ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=" + collation();
    }

    String addColumn(TableSchema source, TableName target, Column column) {
        // rows that are there already get the default, as at the source; without one they can only get NULL
        boolean notNull = !column.nullable() && column.defaultText() != null;
        return alter(target) + "ADD COLUMN " + Names.quoted(column.name()) + " "
                + definition(source, column, null, notNull);
    }

    /** Replaces a column by one of the same name that is another one; its comment tells the new one from the old. */
    String replaceColumn(TableSchema source, TableName target, String old, Column column) {
        String add = addColumn(source, target, column).substring(alter(target).length());
        return dropColumn(target, old) + ", " + add + " COMMENT '" + comment(column) + "'";
    }

    /** Returns by what a column that has replaced another is known. */
    static String comment(Column column) {
        return "BinlogCapturer: field " + column.fieldId() + " of the source";
    }

    static String dropColumn(TableName target, String column) {
        return alter(target) + "DROP COLUMN " + Names.quoted(column);
    }

    static String renameColumn(TableName target, String from, String to) {
        return alter(target) + "RENAME COLUMN " + Names.quoted(from) + " TO " + Names.quoted(to);
    }

    String modifyColumn(TableSchema source, TableName target, Column column) {
        return alter(target) + "MODIFY COLUMN " + Names.quoted(column.name()) + " "
                + definition(source, column, null, !column.nullable());
    }

    private static String alter(TableName target) {
        return "ALTER TABLE " + Names.quoted(target) + " ";
    }

    private static String names(List<Column> columns) {
        return columns.stream().map(column -> Names.quoted(column.name())).collect(Collectors.joining(",", "(", ")"));
    }

    /** Returns by column the bytes it may have in every key it is part of. */
    private static Map<String, Integer> keyLengths(TableSchema source) {
        Map<String, Integer> lengths = new HashMap<>();
        keyLengths(source.primaryKey(), lengths);
        source.uniqueKeys().forEach(key -> keyLengths(key.columns(), lengths));
        return lengths;
    }

    private static void keyLengths(List<Column> key, Map<String, Integer> lengths) {
        long strings = key.stream()
                .filter(column -> column.type() == ColumnType.STRING)
                .count();
        for (Column column : key) {
            int each = (int) (INDEX_BYTES / Math.max(1, strings));
            lengths.merge(column.name(), Math.min(each, KEY_LENGTH * BYTES_PER_CHARACTER), Math::min);
        }
    }

    private String definition(TableSchema source, Column column, @Nullable Integer keyBytes, boolean notNull) {
        if (column.type() == ColumnType.TIMESTAMP) {
            // said in full, since what a TIMESTAMP means otherwise depends on the server's settings
            String instant = timestampDefault(source, column);
            String value = instant == null ? (notNull ? "CURRENT_TIMESTAMP" : "NULL") : literal(instant);
            return "timestamp " + (notNull ? "NOT NULL" : "NULL") + " DEFAULT " + value;
        }
        return type(column, keyBytes) + (notNull ? " NOT NULL" : "") + defaultClause(column, keyBytes);
    }

    /** Returns the default in the time zone of the sessions, or null where there is none that a calendar has. */
    private @Nullable String timestampDefault(TableSchema source, Column column) {
        String text = column.defaultText();
        if (text == null || text.strip().length() < DATE_AND_TIME_LENGTH) {
            return null;
        }
        try {
            LocalDateTime local = LocalDateTime.parse(text.strip().substring(0, DATE_AND_TIME_LENGTH), DATE_AND_TIME);
            return local.atZone(source.zone()).withZoneSameInstant(zone).format(DATE_AND_TIME);
        } catch (DateTimeParseException e) {
            LOG.warn(
                    "Default {} of column {} of table {} is no time that the target takes, so it is left out",
                    text,
                    column.name(),
                    source.name());
            return null;
        }
    }

    private static String type(Column column, @Nullable Integer keyBytes) {
        return switch (column.type()) {
            case BOOL -> "tinyint(1)";
            case STRING -> string(column.holdsBytes(), keyBytes);
            case DATETIME -> "datetime(6)";
            case HLL, BITMAP, TDIGEST -> "longblob";
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, FLOAT, DOUBLE, TIMESTAMP, DATE, TIME, JSON ->
                column.type().sqlName();
        };
    }

    private static String string(boolean bytes, @Nullable Integer keyBytes) {
        if (keyBytes == null) {
            return bytes ? "longblob" : "longtext";
        }
        return bytes ? "varbinary(" + keyBytes + ")" : "varchar(" + keyBytes / BYTES_PER_CHARACTER + ")";
    }

    private String defaultClause(Column column, @Nullable Integer keyBytes) {
        String text = column.defaultText();
        if (text == null || column.type().isOpaque()) {
            return "";
        }
        boolean large = column.type() == ColumnType.JSON || (column.type() == ColumnType.STRING && keyBytes == null);
        if (!large) {
            return " DEFAULT " + literal(text);
        }
        if (facts.mariaDb()) {
            return " DEFAULT " + literal(text);
        }
        return facts.isMySqlFrom(8, 0, 13) ? " DEFAULT (" + literal(text) + ")" : "";
    }

    private String literal(String text) {
        String doubled = text.replace("'", "''");
        return "'" + (facts.noBackslashEscapes() ? doubled : doubled.replace("\\", "\\\\")) + "'";
    }

    private String collation() {
        if (facts.mariaDb()) {
            return facts.major() > 10 || facts.minor() >= 2 ? "utf8mb4_nopad_bin" : "utf8mb4_bin";
        }
        return facts.isMySqlFrom(8, 0, 17) ? "utf8mb4_0900_bin" : "utf8mb4_bin";
    }
}
