package io.github.binlogcapturer.format.internal.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.format.internal.json.DebeziumJsonSettings.Option;

/** What is the same for all rows of a table: names, forms, and the schemas of messages and keys. */
final class DebeziumTable {

    final ColumnNames names;
    /** Empty without schemas. */
    final SerializableString envelopeSchema;
    /** Empty without schemas. */
    final SerializableString keySchema;

    private final DebeziumType[] types;

    DebeziumTable(DebeziumJsonSettings settings, TableSchema schema) {
        names = new ColumnNames(schema);
        types = names.columns.stream()
                .map(column -> DebeziumType.of(column, settings))
                .toArray(DebeziumType[]::new);
        boolean schemas = settings.has(Option.SCHEMAS);
        envelopeSchema =
                new SerializedString(schemas ? ConnectSchemas.envelope(settings, schema.name(), names.columns) : "");
        keySchema = new SerializedString(schemas ? ConnectSchemas.key(settings, schema.name(), names.key) : "");
    }

    DebeziumType typeOf(Column column) {
        return types[column.index()];
    }
}
