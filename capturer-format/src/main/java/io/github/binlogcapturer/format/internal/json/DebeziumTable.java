package io.github.binlogcapturer.format.internal.json;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.format.internal.json.DebeziumJsonSettings.Option;

/** What is the same for all rows of a table: names, forms, and the schemas of messages and keys. */
final class DebeziumTable {

    final ColumnNames names;
    /** The fields of the source from behind its time to the commit ts. */
    final byte[] place;
    /** What stands in front of a message; empty without schemas. */
    final byte[] openMessage;
    /** What stands in front of a key; empty without schemas. */
    final byte[] openKey;

    private final DebeziumType[] types;

    DebeziumTable(DebeziumJsonSettings settings, TableSchema schema) {
        names = new ColumnNames(schema);
        types = names.columns.stream()
                .map(column -> DebeziumType.of(column, settings))
                .toArray(DebeziumType[]::new);
        place = JsonWriter.piece(",\"snapshot\":\"false\",\"db\":"
                + JsonWriter.quoted(schema.name().database()) + ",\"table\":"
                + JsonWriter.quoted(schema.name().table()) + ",\"commit_ts\":");
        openMessage = open(settings, ConnectSchemas.envelope(settings, schema.name(), names.columns));
        openKey = open(settings, ConnectSchemas.key(settings, schema.name(), names.key));
    }

    /** Returns the front of Connect's envelope around a payload; nothing where there is none. */
    static byte[] open(DebeziumJsonSettings settings, String schema) {
        return JsonWriter.piece(settings.has(Option.SCHEMAS) ? "{\"schema\":" + schema + ",\"payload\":" : "");
    }

    DebeziumType typeOf(Column column) {
        return types[column.index()];
    }
}
