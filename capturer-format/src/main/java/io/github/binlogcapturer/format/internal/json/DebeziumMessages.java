package io.github.binlogcapturer.format.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.MessageEncoder;
import io.github.binlogcapturer.format.internal.json.DebeziumJsonSettings.Option;
import io.github.binlogcapturer.spi.CaptureClock;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes the messages of {@link io.github.binlogcapturer.format.DebeziumJson}. */
final class DebeziumMessages implements MessageEncoder {

    /** The version of this form of messages; Debezium has its own release here. */
    private static final String VERSION = "1";

    private final DebeziumJsonSettings settings;
    private final JsonOutput out;
    private final DebeziumValues values;
    private final PerSchema<DebeziumTable> tables;
    private final SerializableString transactionSchema;
    private final SerializableString sourceName;
    private final TableOrder order = new TableOrder();
    private long lastCommitTs;
    private long lastStartTs;
    private String lastId = "";

    DebeziumMessages(String format, DebeziumJsonSettings settings, MessageBuffer buffer) {
        this.settings = settings;
        this.out = new JsonOutput(format, buffer);
        this.values = new DebeziumValues(settings);
        this.tables = new PerSchema<>(schema -> new DebeziumTable(settings, schema));
        this.transactionSchema = new SerializedString(settings.has(Option.SCHEMAS) ? ConnectSchemas.transaction() : "");
        this.sourceName = new SerializedString(settings.name());
    }

    @Override
    public boolean key(Row row) {
        DebeziumTable table = tables.of(row.schema());
        return !table.names.key.isEmpty()
                && out.key(json -> {
                    open(json, table.keySchema);
                    values.object(json, row, table.names.key, table);
                    close(json);
                    return true;
                });
    }

    @Override
    public void change(Transaction transaction, int index) {
        out.message(transaction.commitTs(), json -> {
            RowChange change = transaction.changes().get(index);
            DebeziumTable table = tables.of(change.schema());
            open(json, table.envelopeSchema);
            json.writeStartObject();
            image(json, "before", change.before());
            image(json, "after", change.after());
            source(json, transaction, index, table.names);
            block(json, transaction, index);
            json.writeStringField("op", op(change));
            json.writeNumberField("ts_ms", builtMs(transaction.commitTs()));
            json.writeEndObject();
            close(json);
            return true;
        });
    }

    @Override
    public boolean begin(Transaction transaction) {
        return border(transaction, "BEGIN");
    }

    @Override
    public boolean end(Transaction transaction) {
        return border(transaction, "END");
    }

    private boolean border(Transaction transaction, String status) {
        return settings.has(Option.TRANSACTIONS)
                && out.message(transaction.commitTs(), json -> {
                    open(json, transactionSchema);
                    json.writeStartObject();
                    json.writeStringField("status", status);
                    json.writeStringField("id", id(transaction));
                    if (status.equals("END")) {
                        counts(json, transaction);
                    } else {
                        json.writeNullField("event_count");
                        json.writeNullField("data_collections");
                    }
                    json.writeNumberField(
                            "ts_ms", CommitTs.toUnixMs(transaction.commitTs().value()));
                    json.writeEndObject();
                    close(json);
                    return true;
                });
    }

    private static void counts(JsonGenerator json, Transaction transaction) throws IOException {
        json.writeNumberField("event_count", transaction.changes().size());
        json.writeArrayFieldStart("data_collections");
        for (var count : TableOrder.counts(transaction).entrySet()) {
            json.writeStartObject();
            json.writeStringField("data_collection", count.getKey().toString());
            json.writeNumberField("event_count", count.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void image(JsonGenerator json, String name, @Nullable Row row) throws IOException {
        json.writeFieldName(name);
        if (row == null) {
            json.writeNull();
        } else {
            DebeziumTable table = tables.of(row.schema());
            values.object(json, row, table.names.columns, table);
        }
    }

    private void source(JsonGenerator json, Transaction transaction, int index, ColumnNames names) throws IOException {
        json.writeObjectFieldStart("source");
        json.writeStringField("version", VERSION);
        json.writeStringField("connector", "baikaldb");
        json.writeFieldName("name");
        json.writeString(sourceName);
        json.writeNumberField("ts_ms", CommitTs.toUnixMs(transaction.commitTs().value()));
        json.writeStringField("snapshot", "false");
        json.writeFieldName("db");
        json.writeString(names.database);
        json.writeFieldName("table");
        json.writeString(names.table);
        json.writeNumberField("commit_ts", transaction.commitTs().value());
        json.writeNumberField("start_ts", transaction.startTs().value());
        json.writeNumberField("txn_id", transaction.txnId());
        json.writeNumberField("event_index", index);
        json.writeNumberField("event_count", transaction.changes().size());
        json.writeEndObject();
    }

    private void block(JsonGenerator json, Transaction transaction, int index) throws IOException {
        if (!settings.has(Option.TRANSACTIONS)) {
            json.writeNullField("transaction");
            return;
        }
        json.writeObjectFieldStart("transaction");
        json.writeStringField("id", id(transaction));
        json.writeNumberField("total_order", index + 1);
        json.writeNumberField("data_collection_order", order.of(transaction, index));
        json.writeEndObject();
        if (index == transaction.changes().size() - 1) {
            order.clear();
        }
    }

    /** Two transactions may share a commit ts, so the start ts goes with it. */
    private String id(Transaction transaction) {
        long commitTs = transaction.commitTs().value();
        long startTs = transaction.startTs().value();
        if (commitTs != lastCommitTs || startTs != lastStartTs) {
            lastCommitTs = commitTs;
            lastStartTs = startTs;
            lastId = commitTs + ":" + startTs;
        }
        return lastId;
    }

    private static String op(RowChange change) {
        return switch (change.type()) {
            case INSERT, UPSERT -> "c";
            case UPDATE -> "u";
            case DELETE -> "d";
        };
    }

    private long builtMs(CommitTs commitTs) {
        CaptureClock clock = settings.clock();
        return clock == null ? CommitTs.toUnixMs(commitTs.value()) : clock.now().toEpochMilli();
    }

    private void open(JsonGenerator json, SerializableString schema) throws IOException {
        if (settings.has(Option.SCHEMAS)) {
            json.writeStartObject();
            json.writeFieldName("schema");
            json.writeRawValue(schema);
            json.writeFieldName("payload");
        }
    }

    private void close(JsonGenerator json) throws IOException {
        if (settings.has(Option.SCHEMAS)) {
            json.writeEndObject();
        }
    }
}
