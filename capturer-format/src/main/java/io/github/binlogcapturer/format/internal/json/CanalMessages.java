package io.github.binlogcapturer.format.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.MessageEncoder;
import io.github.binlogcapturer.spi.CaptureClock;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Writes the messages of {@link io.github.binlogcapturer.format.CanalJson}, keys in alphabetical order as Canal has them. */
final class CanalMessages implements MessageEncoder {

    private final CanalJsonSettings settings;
    private final JsonOutput out;
    private final JsonKeys keys;
    private final CanalValues values;
    private final PerSchema<CanalNames> tables = new PerSchema<>(CanalNames::new);

    CanalMessages(String format, CanalJsonSettings settings, MessageBuffer buffer) {
        this.settings = settings;
        this.out = new JsonOutput(format, buffer);
        this.keys = new JsonKeys(buffer);
        this.values = new CanalValues(settings.replaceBadText());
    }

    @Override
    public boolean key(Row row) {
        return keys.append(row);
    }

    @Override
    public void change(Transaction transaction, int index) {
        out.message(transaction.commitTs(), json -> {
            rows(json, transaction, index, index + 1);
            return true;
        });
    }

    @Override
    public boolean changes(Transaction transaction, int from, int to) {
        return areAlike(transaction.changes().subList(from, to))
                && out.message(transaction.commitTs(), json -> {
                    rows(json, transaction, from, to);
                    return true;
                });
    }

    @Override
    public boolean schema(SchemaChange change) {
        List<String> sql = change.sql();
        return !sql.isEmpty()
                && out.message(change.commitTs(), json -> {
                    ddl(json, change, sql);
                    return true;
                });
    }

    private static boolean areAlike(List<RowChange> changes) {
        if (changes.isEmpty()) {
            return false;
        }
        TableSchema schema = changes.get(0).schema();
        String type = type(changes.get(0));
        for (RowChange change : changes) {
            Row before = change.before();
            boolean sameSchema = change.schema() == schema && (before == null || before.schema() == schema);
            if (!sameSchema || !type(change).equals(type)) {
                return false;
            }
        }
        return true;
    }

    private void rows(JsonGenerator json, Transaction transaction, int from, int to) throws IOException {
        List<RowChange> changes = transaction.changes();
        RowChange first = changes.get(from);
        CanalNames table = tables.of(first.schema());
        json.writeStartObject();
        json.writeArrayFieldStart("data");
        for (int i = from; i < to; i++) {
            image(json, changes.get(i).image(), table);
        }
        json.writeEndArray();
        json.writeFieldName("database");
        json.writeString(table.names.database);
        position(json, transaction.commitTs(), false);
        raw(json, "mysqlType", table.mysqlType);
        json.writeFieldName("old");
        old(json, changes, from, to);
        raw(json, "pkNames", table.pkNames);
        json.writeStringField("sql", "");
        raw(json, "sqlType", table.sqlType);
        json.writeFieldName("table");
        json.writeString(table.names.table);
        json.writeNumberField("ts", builtMs(transaction.commitTs()));
        json.writeStringField("type", type(first));
        if (settings.positions()) {
            positions(json, transaction, from, to);
        }
        json.writeEndObject();
    }

    private void image(JsonGenerator json, Row row, CanalNames table) throws IOException {
        json.writeStartObject();
        for (Column column : table.names.columns) {
            json.writeFieldName(table.names.of(column));
            values.write(json, row, column);
        }
        json.writeEndObject();
    }

    /** Where rows share a message each has the columns that any of them changes, since Flink looks for a column in all of them at once. */
    private void old(JsonGenerator json, List<RowChange> changes, int from, int to) throws IOException {
        if (changes.get(from).type() != ChangeType.UPDATE) {
            json.writeNull();
            return;
        }
        CanalNames table = tables.of(before(changes.get(from)).schema());
        Arrays.fill(table.changed, false);
        for (int i = from; i < to; i++) {
            mark(table, before(changes.get(i)), changes.get(i).image());
        }
        json.writeStartArray();
        for (int i = from; i < to; i++) {
            oldImage(json, before(changes.get(i)), table);
        }
        json.writeEndArray();
    }

    private static void mark(CanalNames table, Row before, Row after) {
        for (int i = 0; i < table.changed.length; i++) {
            table.changed[i] |= !before.sameValue(i, after);
        }
    }

    private void oldImage(JsonGenerator json, Row before, CanalNames table) throws IOException {
        json.writeStartObject();
        for (Column column : table.names.columns) {
            if (table.changed[column.index()]) {
                json.writeFieldName(table.names.of(column));
                values.write(json, before, column);
            }
        }
        json.writeEndObject();
    }

    private static Row before(RowChange update) {
        return Objects.requireNonNull(update.before());
    }

    private static void position(JsonGenerator json, CommitTs commitTs, boolean ddl) throws IOException {
        json.writeNumberField("es", CommitTs.toUnixMs(commitTs.value()));
        json.writeStringField("gtid", "");
        json.writeNumberField("id", commitTs.value());
        json.writeBooleanField("isDdl", ddl);
    }

    private static void positions(JsonGenerator json, Transaction transaction, int from, int to) throws IOException {
        int count = transaction.changes().size();
        json.writeObjectFieldStart("_binlogcapturer");
        json.writeNumberField("commitTs", transaction.commitTs().value());
        json.writeNumberField("startTs", transaction.startTs().value());
        json.writeNumberField("txnId", transaction.txnId());
        json.writeNumberField("index", from);
        json.writeNumberField("count", count);
        json.writeBooleanField("last", to == count);
        json.writeEndObject();
    }

    private void ddl(JsonGenerator json, SchemaChange change, List<String> sql) throws IOException {
        TableName table = change.after().name();
        json.writeStartObject();
        json.writeNullField("data");
        json.writeStringField("database", table.database());
        position(json, change.commitTs(), true);
        json.writeNullField("mysqlType");
        json.writeNullField("old");
        json.writeNullField("pkNames");
        json.writeStringField("sql", String.join("; ", sql));
        json.writeNullField("sqlType");
        json.writeStringField("table", table.table());
        json.writeNumberField("ts", builtMs(change.commitTs()));
        json.writeStringField("type", isRename(change) && sql.size() == 1 ? "RENAME" : "ALTER");
        if (settings.positions()) {
            json.writeObjectFieldStart("_binlogcapturer");
            json.writeNumberField("commitTs", change.commitTs().value());
            json.writeNumberField("schemaVersion", change.after().version());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static boolean isRename(SchemaChange change) {
        TableSchema before = change.before();
        return before != null && !before.name().equals(change.after().name());
    }

    private long builtMs(CommitTs commitTs) {
        CaptureClock clock = settings.clock();
        return clock == null ? CommitTs.toUnixMs(commitTs.value()) : clock.now().toEpochMilli();
    }

    private static void raw(JsonGenerator json, String name, SerializableString value) throws IOException {
        json.writeFieldName(name);
        json.writeRawValue(value);
    }

    private static String type(RowChange change) {
        return switch (change.type()) {
            case INSERT, UPSERT -> "INSERT";
            case UPDATE -> "UPDATE";
            case DELETE -> "DELETE";
        };
    }
}
