package io.github.binlogcapturer.format.internal.json;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.TableName;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of Debezium's messages as Connect's JsonConverter writes them. Columns other than the key's are optional, also those that
 * are NOT NULL, since an image may lack a column.
 */
final class ConnectSchemas {

    private static final String SOURCE = struct(
            fields(
                    field("string", false, "", "version"),
                    field("string", false, "", "connector"),
                    field("string", false, "", "name"),
                    field("int64", false, "", "ts_ms"),
                    field("string", true, "", "snapshot"),
                    field("string", false, "", "db"),
                    field("string", false, "", "table"),
                    field("int64", false, "", "commit_ts"),
                    field("int64", false, "", "start_ts"),
                    field("int64", false, "", "txn_id"),
                    field("int32", false, "", "event_index"),
                    field("int32", false, "", "event_count")),
            false,
            "io.debezium.connector.baikaldb.Source",
            1,
            "source");
    private static final String BLOCK = struct(
            fields(
                    field("string", false, "", "id"),
                    field("int64", false, "", "total_order"),
                    field("int64", false, "", "data_collection_order")),
            true,
            "event.block",
            1,
            "transaction");
    private static final String COLLECTION = struct(
            fields(field("string", false, "", "data_collection"), field("int64", false, "", "event_count")),
            false,
            "event.collection",
            1,
            null);

    private ConnectSchemas() {}

    /** Returns the schema of the messages of begin and end. */
    static String transaction() {
        return struct(
                fields(
                        field("string", false, "", "status"),
                        field("string", false, "", "id"),
                        field("int64", true, "", "event_count"),
                        "{\"type\":\"array\",\"items\":" + COLLECTION
                                + ",\"optional\":true,\"field\":\"data_collections\"}",
                        field("int64", false, "", "ts_ms")),
                false,
                "io.debezium.connector.common.TransactionMetadataValue",
                1,
                null);
    }

    static String envelope(DebeziumJsonSettings settings, TableName table, List<Column> columns) {
        String name = prefix(settings, table);
        String row = columns.stream()
                .map(column -> DebeziumType.of(column, settings).field(column.name(), !column.key()))
                .collect(Collectors.joining(","));
        return struct(
                fields(
                        struct(row, true, name + ".Value", 0, "before"),
                        struct(row, true, name + ".Value", 0, "after"),
                        SOURCE,
                        BLOCK,
                        field("string", false, "", "op"),
                        field("int64", true, "", "ts_ms")),
                false,
                name + ".Envelope",
                1,
                null);
    }

    static String key(DebeziumJsonSettings settings, TableName table, List<Column> columns) {
        String row = columns.stream()
                .map(column -> DebeziumType.of(column, settings).field(column.name(), false))
                .collect(Collectors.joining(","));
        return struct(row, false, prefix(settings, table) + ".Key", 0, null);
    }

    static String field(String type, boolean optional, String more, String name) {
        return "{\"type\":\"" + type + "\",\"optional\":" + optional + more + ",\"field\":" + JsonWriter.quoted(name)
                + "}";
    }

    private static String struct(String fields, boolean optional, String name, int version, @Nullable String field) {
        return "{\"type\":\"struct\",\"fields\":[" + fields + "],\"optional\":" + optional + ",\"name\":"
                + JsonWriter.quoted(name)
                + (version == 0 ? "" : ",\"version\":" + version)
                + (field == null ? "" : ",\"field\":" + JsonWriter.quoted(field))
                + "}";
    }

    private static String fields(String... fields) {
        return String.join(",", fields);
    }

    private static String prefix(DebeziumJsonSettings settings, TableName table) {
        return settings.name() + "." + table;
    }
}
