package io.github.binlogcapturer.format.internal.json;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.MessageEncoder;
import io.github.binlogcapturer.format.internal.text.PerTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

import static io.github.binlogcapturer.format.internal.json.JsonWriter.piece;

/** Writes the messages of {@link io.github.binlogcapturer.format.JsonLines}. */
final class LineMessages implements MessageEncoder {

    private static final byte[] INSERT = start("insert");
    private static final byte[] UPDATE = start("update");
    private static final byte[] UPSERT = start("upsert");
    private static final byte[] DELETE = start("delete");
    private static final byte[] BEGIN = start("begin");
    private static final byte[] COMMIT = start("commit");
    private static final byte[] SCHEMA = start("schema");
    private static final byte[] WATERMARK = start("watermark");

    private static final byte[] START_TS = piece(",\"startTs\":");
    private static final byte[] TXN_ID = piece(",\"txnId\":");
    private static final byte[] INDEX = piece(",\"index\":");
    private static final byte[] COUNT = piece(",\"count\":");
    private static final byte[] LAST = piece(",\"last\":");
    private static final byte[] BEFORE = piece(",\"before\":");
    private static final byte[] AFTER = piece(",\"after\":");
    private static final byte[] EXECUTE_TIME = piece(",\"executeTime\":");
    private static final byte[] USER = piece(",\"user\":");
    private static final byte[] COLUMNS = piece(",\"columns\":[");
    private static final byte[] SQL = piece("],\"sql\":");
    private static final byte[] NAME = piece("{\"name\":");
    private static final byte[] TYPE = piece(",\"type\":");
    private static final byte[] NULLABLE = piece(",\"nullable\":");
    private static final byte[] KEY = piece(",\"key\":");

    private final JsonWriter json;
    private final JsonKeys keys;
    private final PlainValues values = new PlainValues();
    private final PerTable<LineTable> tables = new PerTable<>(LineTable::new);

    LineMessages(MessageBuffer buffer) {
        this.json = new JsonWriter(buffer);
        this.keys = new JsonKeys(buffer);
    }

    private static byte[] start(String type) {
        return piece("{\"type\":\"" + type + "\",\"commitTs\":");
    }

    @Override
    public boolean key(Row row) {
        return keys.append(row);
    }

    @Override
    public void change(Transaction transaction, int index) {
        RowChange change = transaction.changes().get(index);
        int count = transaction.changes().size();
        start(word(change), transaction);
        json.raw(INDEX).number(index).raw(COUNT).number(count).raw(LAST).bool(index == count - 1);
        json.raw(tables.of(change.schema()).place);
        image(BEFORE, change.before());
        image(AFTER, change.after());
        json.raw('}');
    }

    @Override
    public boolean begin(Transaction transaction) {
        start(BEGIN, transaction);
        json.raw(EXECUTE_TIME).text(transaction.executeTime().toString());
        json.raw(USER).text(transaction.user());
        json.raw(COUNT).number(transaction.changes().size()).raw('}');
        return true;
    }

    @Override
    public boolean end(Transaction transaction) {
        start(COMMIT, transaction);
        json.raw(COUNT).number(transaction.changes().size()).raw('}');
        return true;
    }

    @Override
    public boolean schema(SchemaChange change) {
        TableSchema after = change.after();
        json.raw(SCHEMA).number(change.commitTs().value());
        json.raw(tables.of(after).place).raw(COLUMNS);
        List<Column> columns = after.columns();
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                json.raw(',');
            }
            describe(columns.get(i));
        }
        json.raw(SQL).texts(change.sql()).raw('}');
        return true;
    }

    @Override
    public boolean watermark(CommitTs commitTs) {
        json.raw(WATERMARK).number(commitTs.value()).raw('}');
        return true;
    }

    private static byte[] word(RowChange change) {
        return switch (change.type()) {
            case INSERT -> INSERT;
            case UPDATE -> UPDATE;
            case UPSERT -> UPSERT;
            case DELETE -> DELETE;
        };
    }

    private void start(byte[] type, Transaction transaction) {
        json.raw(type).number(transaction.commitTs().value());
        json.raw(START_TS).number(transaction.startTs().value());
        json.raw(TXN_ID).number(transaction.txnId());
    }

    private void describe(Column column) {
        json.raw(NAME).text(column.name()).raw(TYPE).text(column.sqlType());
        json.raw(NULLABLE).bool(column.nullable()).raw(KEY).bool(column.key()).raw('}');
    }

    private void image(byte[] name, @Nullable Row row) {
        if (row != null) {
            ColumnNames own = tables.of(row.schema()).names;
            json.raw(name);
            values.object(json, row, own.columns, own);
        }
    }
}
