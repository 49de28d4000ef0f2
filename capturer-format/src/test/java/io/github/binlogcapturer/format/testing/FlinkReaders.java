package io.github.binlogcapturer.format.testing;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.format.testing.FlinkColumns.Form;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.formats.common.TimestampFormat;
import org.apache.flink.formats.json.canal.CanalJsonDeserializationSchema;
import org.apache.flink.formats.json.debezium.DebeziumJsonDeserializationSchema;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.DataType;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages of one table as Flink does, with Flink's own code. Each column is read as the type of Flink that holds its values
 * exactly, and comes back as the text that {@link io.github.binlogcapturer.event.Row#text(int)} has for it. Owned by one thread.
 */
public final class FlinkReaders {

    private final TableSchema schema;
    private final FlinkColumns columns;
    private final DeserializationSchema<RowData> reader;

    private FlinkReaders(TableSchema schema, FlinkColumns columns, DeserializationSchema<RowData> reader) {
        this.schema = schema;
        this.columns = columns;
        this.reader = reader;
        try {
            reader.open(null);
        } catch (Exception e) {
            throw new IllegalStateException("Flink's reader of " + schema + " does not open", e);
        }
    }

    /** Returns a reader of canal-json. */
    public static FlinkReaders canalJson(TableSchema schema) {
        return canalJson(schema, false);
    }

    /** Returns a reader of canal-json that reads dates and times as strings, also those that no calendar has. */
    public static FlinkReaders canalJsonWithTextTemporals(TableSchema schema) {
        return canalJson(schema, true);
    }

    private static FlinkReaders canalJson(TableSchema schema, boolean textTemporals) {
        FlinkColumns columns = new FlinkColumns(Form.CANAL, false, textTemporals, schema.zone());
        DataType row = rowType(schema, columns);
        return new FlinkReaders(
                schema,
                columns,
                CanalJsonDeserializationSchema.builder(row, List.of(), typeInfo(row))
                        .setTimestampFormat(TimestampFormat.SQL)
                        .build());
    }

    /**
     * Returns a reader of debezium-json.
     *
     * @param withSchemas whether messages have the envelope of schema and payload
     * @param textValues whether the format was told to write values as text
     */
    public static FlinkReaders debeziumJson(TableSchema schema, boolean withSchemas, boolean textValues) {
        return debeziumJson(schema, withSchemas, textValues, false);
    }

    /** Returns a reader of debezium-json with text values that reads dates and times as strings, also those that no calendar has. */
    public static FlinkReaders debeziumJsonWithTextTemporals(TableSchema schema) {
        return debeziumJson(schema, false, true, true);
    }

    private static FlinkReaders debeziumJson(
            TableSchema schema, boolean withSchemas, boolean textValues, boolean textTemporals) {
        Form form = textValues ? Form.DEBEZIUM_TEXTS : Form.DEBEZIUM_NUMBERS;
        FlinkColumns columns = new FlinkColumns(form, withSchemas && !textValues, textTemporals, schema.zone());
        DataType row = rowType(schema, columns);
        return new FlinkReaders(
                schema,
                columns,
                new DebeziumJsonDeserializationSchema(
                        row,
                        List.of(),
                        typeInfo(row),
                        withSchemas,
                        false,
                        textValues ? TimestampFormat.SQL : TimestampFormat.ISO_8601));
    }

    /** Returns what Flink reads from a message's value: no, one or more rows; none from null, as of a tombstone or a watermark. */
    public List<FlinkRow> read(byte @Nullable [] message) {
        List<FlinkRow> rows = new ArrayList<>();
        try {
            reader.deserialize(message, new Collector<>() {
                @Override
                public void collect(RowData row) {
                    rows.add(flinkRow(row));
                }

                @Override
                public void close() {}
            });
        } catch (Exception e) {
            throw new IllegalStateException("Flink cannot read a message of " + schema, e);
        }
        return rows;
    }

    private FlinkRow flinkRow(RowData row) {
        List<@Nullable String> texts = new ArrayList<>();
        for (Column column : schema.columns()) {
            texts.add(columns.text(row, column));
        }
        return new FlinkRow(row.getRowKind().shortString(), texts);
    }

    private static DataType rowType(TableSchema schema, FlinkColumns columns) {
        return DataTypes.ROW(schema.columns().stream()
                        .map(column -> DataTypes.FIELD(column.name(), columns.type(column)))
                        .toArray(DataTypes.Field[]::new))
                .notNull();
    }

    private static TypeInformation<RowData> typeInfo(DataType row) {
        return InternalTypeInfo.of(row.getLogicalType());
    }
}
