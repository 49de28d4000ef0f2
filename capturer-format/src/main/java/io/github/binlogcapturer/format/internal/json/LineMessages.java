package io.github.binlogcapturer.format.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.MessageEncoder;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes the messages of {@link io.github.binlogcapturer.format.JsonLines}. */
final class LineMessages implements MessageEncoder {

    private final JsonOutput out;
    private final JsonKeys keys;
    private final PlainValues values = new PlainValues();
    private final PerSchema<ColumnNames> tables = new PerSchema<>(ColumnNames::new);

    LineMessages(String format, MessageBuffer buffer) {
        this.out = new JsonOutput(format, buffer);
        this.keys = new JsonKeys(buffer);
    }

    @Override
    public boolean key(Row row) {
        return keys.append(row);
    }

    @Override
    public void change(Transaction transaction, int index) {
        out.message(transaction.commitTs(), json -> {
            RowChange change = transaction.changes().get(index);
            ColumnNames names = tables.of(change.schema());
            int count = transaction.changes().size();
            start(json, word(change), transaction);
            json.writeNumberField("index", index);
            json.writeNumberField("count", count);
            json.writeBooleanField("last", index == count - 1);
            table(json, names, change.schema());
            image(json, "before", change.before());
            image(json, "after", change.after());
            json.writeEndObject();
            return true;
        });
    }

    @Override
    public boolean begin(Transaction transaction) {
        return out.message(transaction.commitTs(), json -> {
            start(json, "begin", transaction);
            json.writeStringField("executeTime", transaction.executeTime().toString());
            json.writeStringField("user", transaction.user());
            json.writeNumberField("count", transaction.changes().size());
            json.writeEndObject();
            return true;
        });
    }

    @Override
    public boolean end(Transaction transaction) {
        return out.message(transaction.commitTs(), json -> {
            start(json, "commit", transaction);
            json.writeNumberField("count", transaction.changes().size());
            json.writeEndObject();
            return true;
        });
    }

    @Override
    public boolean schema(SchemaChange change) {
        return out.message(change.commitTs(), json -> {
            TableSchema after = change.after();
            start(json, "schema", change.commitTs());
            table(json, tables.of(after), after);
            json.writeArrayFieldStart("columns");
            for (Column column : after.columns()) {
                describe(json, column);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("sql");
            for (String sql : change.sql()) {
                json.writeString(sql);
            }
            json.writeEndArray();
            json.writeEndObject();
            return true;
        });
    }

    @Override
    public boolean watermark(CommitTs commitTs) {
        return out.message(commitTs, json -> {
            start(json, "watermark", commitTs);
            json.writeEndObject();
            return true;
        });
    }

    private static String word(RowChange change) {
        return switch (change.type()) {
            case INSERT -> "insert";
            case UPDATE -> "update";
            case UPSERT -> "upsert";
            case DELETE -> "delete";
        };
    }

    private static void start(JsonGenerator json, String type, CommitTs commitTs) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type);
        json.writeNumberField("commitTs", commitTs.value());
    }

    private static void start(JsonGenerator json, String type, Transaction transaction) throws IOException {
        start(json, type, transaction.commitTs());
        json.writeNumberField("startTs", transaction.startTs().value());
        json.writeNumberField("txnId", transaction.txnId());
    }

    private static void table(JsonGenerator json, ColumnNames names, TableSchema schema) throws IOException {
        json.writeFieldName("db");
        json.writeString(names.database);
        json.writeFieldName("table");
        json.writeString(names.table);
        json.writeNumberField("schemaVersion", schema.version());
    }

    private static void describe(JsonGenerator json, Column column) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", column.name());
        json.writeStringField("type", column.sqlType());
        json.writeBooleanField("nullable", column.nullable());
        json.writeBooleanField("key", column.key());
        json.writeEndObject();
    }

    private void image(JsonGenerator json, String name, @Nullable Row row) throws IOException {
        if (row != null) {
            ColumnNames own = tables.of(row.schema());
            json.writeFieldName(name);
            values.object(json, row, own.columns, own);
        }
    }
}
