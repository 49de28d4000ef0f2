package io.github.binlogcapturer.sink.file.internal.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes {@link TextKind#JSON_LINES}. */
final class JsonLineWriter implements LineWriter {

    /** The fast writer gives the shortest digits, which Double.toString of Java 17 does not always. */
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .enable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .rootValueSeparator((String) null)
            .build();

    private final JsonGenerator json;

    JsonLineWriter(MessageBuffer buffer) {
        try {
            json = FACTORY.createGenerator(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException("A generator over memory does no I/O", e);
        }
    }

    @Override
    public void begin(Transaction transaction, boolean complete) throws IOException {
        start("begin", transaction.commitTs().value());
        json.writeNumberField("startTs", transaction.startTs().value());
        json.writeNumberField("txnId", transaction.txnId());
        json.writeStringField("executeTime", transaction.executeTime().toString());
        json.writeStringField("user", transaction.user());
        json.writeNumberField("changes", transaction.changes().size());
        end();
    }

    @Override
    public void change(Transaction transaction, int index) throws IOException {
        RowChange change = transaction.changes().get(index);
        TableSchema schema = change.schema();
        json.writeStartObject();
        json.writeStringField("type", word(change));
        json.writeNumberField("index", index);
        json.writeStringField("db", schema.name().database());
        json.writeStringField("table", schema.name().table());
        json.writeNumberField("schemaVersion", schema.version());
        image("before", change.before());
        image("after", change.after());
        end();
    }

    @Override
    public void commit(Transaction transaction, boolean complete) throws IOException {
        start("commit", transaction.commitTs().value());
        json.writeNumberField("changes", transaction.changes().size());
        json.writeBooleanField("complete", complete);
        end();
    }

    @Override
    public void schema(SchemaChange change) throws IOException {
        TableSchema after = change.after();
        start("schema", change.commitTs().value());
        json.writeStringField("db", after.name().database());
        json.writeStringField("table", after.name().table());
        json.writeNumberField("version", after.version());
        json.writeArrayFieldStart("sql");
        for (String sql : change.sql()) {
            json.writeString(sql);
        }
        json.writeEndArray();
        end();
    }

    @Override
    public void heartbeat(Heartbeat heartbeat) throws IOException {
        start("heartbeat", heartbeat.commitTs().value());
        end();
    }

    private static String word(RowChange change) {
        return switch (change.type()) {
            case INSERT -> "insert";
            case UPDATE -> "update";
            case UPSERT -> "upsert";
            case DELETE -> "delete";
        };
    }

    private void start(String type, long commitTs) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type);
        json.writeNumberField("commitTs", commitTs);
    }

    private void end() throws IOException {
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }

    private void image(String name, @Nullable Row row) throws IOException {
        if (row == null) {
            return;
        }
        json.writeObjectFieldStart(name);
        for (Column column : row.schema().columns()) {
            json.writeFieldName(column.name());
            if (row.isNull(column.index())) {
                json.writeNull();
            } else {
                value(row, column);
            }
        }
        json.writeEndObject();
    }

    private void value(Row row, Column column) throws IOException {
        int index = column.index();
        switch (column.type()) {
            case BOOL -> json.writeBoolean(row.longValue(index) != 0);
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> json.writeNumber(row.longValue(index));
            case UINT64 -> unsigned(row, index);
            case FLOAT -> json.writeNumber((Float) Objects.requireNonNull(row.value(index)));
            case DOUBLE -> json.writeNumber((Double) Objects.requireNonNull(row.value(index)));
            case STRING, JSON, HLL, BITMAP, TDIGEST -> bytesOrText(row, column);
            case DATETIME, TIMESTAMP, DATE, TIME -> json.writeString(row.text(index));
        }
    }

    private void unsigned(Row row, int index) throws IOException {
        long bits = row.longValue(index);
        if (bits >= 0) {
            json.writeNumber(bits);
        } else {
            json.writeNumber((BigInteger) Objects.requireNonNull(row.value(index)));
        }
    }

    private void bytesOrText(Row row, Column column) throws IOException {
        int index = column.index();
        if (column.holdsBytes()) {
            json.writeBinary(row.bytes(index));
            return;
        }
        String text = Objects.requireNonNull(row.text(index));
        if (LineWriter.isExact(row, index, text)) {
            json.writeString(text);
        } else {
            json.writeStartObject();
            json.writeBinaryField("$base64", row.bytes(index));
            json.writeEndObject();
        }
    }
}
