package io.github.binlogcapturer.sink.kafka.functional;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.format.CanalJson;
import io.github.binlogcapturer.format.CanalProtobuf;
import io.github.binlogcapturer.format.DebeziumJson;
import io.github.binlogcapturer.format.MessageFormat;
import io.github.binlogcapturer.format.testing.CanalReader;
import io.github.binlogcapturer.format.testing.FlinkReaders;
import io.github.binlogcapturer.format.testing.FlinkRow;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the messages of one table by somebody else's code, and says what changed by them. */
interface MessageReader {

    /** The formats, each with the reader that its users have. */
    enum Kind {
        CANAL_JSON_BY_FLINK,
        DEBEZIUM_JSON_BY_FLINK,
        DEBEZIUM_JSON_WITH_SCHEMAS_BY_FLINK,
        DEBEZIUM_JSON_WITH_TEXTS_BY_FLINK,
        CANAL_PROTOBUF_BY_CANAL;

        MessageFormat format() {
            return switch (this) {
                case CANAL_JSON_BY_FLINK -> CanalJson.create();
                case DEBEZIUM_JSON_BY_FLINK -> DebeziumJson.create();
                case DEBEZIUM_JSON_WITH_SCHEMAS_BY_FLINK ->
                    DebeziumJson.create().withSchemas(true);
                case DEBEZIUM_JSON_WITH_TEXTS_BY_FLINK -> DebeziumJson.create().withTextValues(true);
                case CANAL_PROTOBUF_BY_CANAL -> CanalProtobuf.create();
            };
        }

        /** Returns a part of a topic's name. */
        String topic() {
            return name().toLowerCase(Locale.ROOT);
        }

        MessageReader reader(TableSchema schema) {
            return switch (this) {
                case CANAL_JSON_BY_FLINK -> flink(schema, FlinkReaders.canalJsonWithTextTemporals(schema));
                case DEBEZIUM_JSON_BY_FLINK -> flink(schema, FlinkReaders.debeziumJson(schema, false, false));
                case DEBEZIUM_JSON_WITH_SCHEMAS_BY_FLINK ->
                    flink(schema, FlinkReaders.debeziumJson(schema, true, false));
                case DEBEZIUM_JSON_WITH_TEXTS_BY_FLINK ->
                    flink(schema, FlinkReaders.debeziumJsonWithTextTemporals(schema));
                case CANAL_PROTOBUF_BY_CANAL -> message -> canal(schema, message);
            };
        }
    }

    /** Returns the changes that a message tells of, in order; what the reader makes of a record without value too. */
    List<RowChange> read(byte @Nullable [] message);

    private static MessageReader flink(TableSchema schema, FlinkReaders reader) {
        return message -> {
            List<RowChange> changes = new ArrayList<>();
            for (FlinkRow read : reader.read(message)) {
                Row row = row(schema, read.columns(), false);
                switch (read.kind()) {
                    case "+I" -> changes.add(new RowChange.Insert(row, Statement.unknown()));
                    case "-U", "-D" -> changes.add(new RowChange.Delete(row, Statement.unknown()));
                    case "+U" -> changes.add(new RowChange.Update(null, row, Statement.unknown()));
                    default -> throw new IllegalStateException("Flink read " + read);
                }
            }
            return changes;
        };
    }

    private static List<RowChange> canal(TableSchema schema, byte @Nullable [] message) {
        List<RowChange> changes = new ArrayList<>();
        if (message == null) {
            // Canal's deserializer returns null then, of which its connector makes no message
            return changes;
        }
        for (CanalReader.ReadEntry entry : CanalReader.read(message)) {
            for (CanalReader.ReadRow row : entry.rows()) {
                if (!row.before().isEmpty()) {
                    changes.add(new RowChange.Delete(canalRow(schema, row.before()), Statement.unknown()));
                }
                if (!row.after().isEmpty()) {
                    changes.add(new RowChange.Insert(canalRow(schema, row.after()), Statement.unknown()));
                }
            }
        }
        return changes;
    }

    private static Row canalRow(TableSchema schema, List<CanalReader.ReadColumn> columns) {
        List<@Nullable String> texts = new ArrayList<>();
        columns.forEach(column -> texts.add(column.value()));
        return row(schema, texts, true);
    }

    private static Row row(TableSchema schema, List<@Nullable String> texts, boolean bytesAsChars) {
        @Nullable Object[] values = new @Nullable Object[texts.size()];
        for (Column column : schema.columns()) {
            String text = texts.get(column.index());
            values[column.index()] = text == null ? null : value(column, text, bytesAsChars);
        }
        return Row.of(schema, values);
    }

    private static Object value(Column column, String text, boolean bytesAsChars) {
        return switch (column.type()) {
            case BOOL -> text.equals("1") || text.equals("true");
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> new BigInteger(text);
            case FLOAT -> Float.parseFloat(text);
            case DOUBLE -> Double.parseDouble(text);
            case STRING, JSON, HLL, BITMAP, TDIGEST -> {
                if (!column.holdsBytes()) {
                    yield text;
                }
                yield bytesAsChars
                        ? text.getBytes(StandardCharsets.ISO_8859_1)
                        : Base64.getDecoder().decode(text);
            }
            case DATETIME, TIMESTAMP, DATE, TIME -> text;
        };
    }
}
