package io.github.binlogcapturer.format.internal.json;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.MessageEncoder;
import io.github.binlogcapturer.format.internal.json.DebeziumJsonSettings.Option;
import io.github.binlogcapturer.format.internal.text.NoFormException;
import io.github.binlogcapturer.format.internal.text.PerTable;
import io.github.binlogcapturer.spi.CaptureClock;
import org.jspecify.annotations.Nullable;

import static io.github.binlogcapturer.format.internal.json.JsonWriter.piece;

/** Writes the messages of {@link io.github.binlogcapturer.format.DebeziumJson}. */
final class DebeziumMessages implements MessageEncoder {

    /** The version of this form of messages; Debezium has its own release here. */
    private static final String VERSION = "1";

    private static final byte[] BEFORE = piece("{\"before\":");
    private static final byte[] AFTER = piece(",\"after\":");
    private static final byte[] START_TS = piece(",\"start_ts\":");
    private static final byte[] TXN_ID = piece(",\"txn_id\":");
    private static final byte[] INDEX = piece(",\"event_index\":");
    private static final byte[] COUNT = piece(",\"event_count\":");
    private static final byte[] NO_TRANSACTION = piece("},\"transaction\":null");
    private static final byte[] TRANSACTION = piece("},\"transaction\":{\"id\":\"");
    private static final byte[] TOTAL_ORDER = piece("\",\"total_order\":");
    private static final byte[] COLLECTION_ORDER = piece(",\"data_collection_order\":");
    private static final byte[] CREATE = op("c");
    private static final byte[] UPDATE = op("u");
    private static final byte[] DELETE = op("d");

    private static final byte[] BEGIN = piece("{\"status\":\"BEGIN\",\"id\":\"");
    private static final byte[] END = piece("{\"status\":\"END\",\"id\":\"");
    private static final byte[] NO_COUNTS = piece("\",\"event_count\":null,\"data_collections\":null");
    private static final byte[] TOTAL = piece("\",\"event_count\":");
    private static final byte[] COLLECTIONS = piece(",\"data_collections\":[");
    private static final byte[] COLLECTION = piece("{\"data_collection\":");
    private static final byte[] TS_MS = piece(",\"ts_ms\":");

    private final String format;
    private final DebeziumJsonSettings settings;
    private final boolean schemas;
    private final boolean transactions;
    private final JsonWriter json;
    private final DebeziumValues values;
    private final PerTable<DebeziumTable> tables;
    private final byte[] openBorder;
    private final byte[] source;
    private final TableOrder order = new TableOrder();

    DebeziumMessages(String format, DebeziumJsonSettings settings, MessageBuffer buffer) {
        this.format = format;
        this.settings = settings;
        this.schemas = settings.has(Option.SCHEMAS);
        this.transactions = settings.has(Option.TRANSACTIONS);
        this.json = new JsonWriter(buffer);
        this.values = new DebeziumValues(json, settings);
        this.tables = new PerTable<>(schema -> new DebeziumTable(settings, schema));
        this.openBorder = DebeziumTable.open(settings, ConnectSchemas.transaction());
        this.source = piece(",\"source\":{\"version\":\"" + VERSION + "\",\"connector\":\"baikaldb\",\"name\":"
                + JsonWriter.quoted(settings.name()) + ",\"ts_ms\":");
    }

    private static byte[] op(String letter) {
        return piece(",\"op\":\"" + letter + "\",\"ts_ms\":");
    }

    @Override
    public boolean key(Row row) {
        DebeziumTable table = tables.of(row.schema());
        if (table.names.key.isEmpty()) {
            return false;
        }
        json.raw(table.openKey);
        try {
            values.object(row, table.names.key, table);
        } catch (NoFormException e) {
            throw e.inKey(format);
        }
        close();
        return true;
    }

    @Override
    public void change(Transaction transaction, int index) {
        RowChange change = transaction.changes().get(index);
        DebeziumTable table = tables.of(change.schema());
        json.raw(table.openMessage);
        try {
            image(BEFORE, change.before());
            image(AFTER, change.after());
        } catch (NoFormException e) {
            throw e.in(format, transaction);
        }
        source(transaction, index, table);
        block(transaction, index);
        json.raw(op(change)).number(builtMs(transaction.commitTs().value())).raw('}');
        close();
    }

    @Override
    public boolean begin(Transaction transaction) {
        return transactions && border(transaction, BEGIN);
    }

    @Override
    public boolean end(Transaction transaction) {
        return transactions && border(transaction, END);
    }

    private boolean border(Transaction transaction, byte[] status) {
        json.raw(openBorder).raw(status);
        id(transaction);
        if (status == END) {
            counts(transaction);
        } else {
            json.raw(NO_COUNTS);
        }
        json.raw(TS_MS)
                .number(CommitTs.toUnixMs(transaction.commitTs().value()))
                .raw('}');
        close();
        return true;
    }

    private void counts(Transaction transaction) {
        json.raw(TOTAL).number(transaction.changes().size()).raw(COLLECTIONS);
        boolean more = false;
        for (var count : TableOrder.counts(transaction).entrySet()) {
            if (more) {
                json.raw(',');
            }
            json.raw(COLLECTION).text(count.getKey().toString());
            json.raw(COUNT).number(count.getValue()).raw('}');
            more = true;
        }
        json.raw(']');
    }

    private void image(byte[] name, @Nullable Row row) {
        json.raw(name);
        if (row == null) {
            json.nothing();
        } else {
            DebeziumTable table = tables.of(row.schema());
            values.object(row, table.names.columns, table);
        }
    }

    private void source(Transaction transaction, int index, DebeziumTable table) {
        long commitTs = transaction.commitTs().value();
        json.raw(source).number(CommitTs.toUnixMs(commitTs)).raw(table.place).number(commitTs);
        json.raw(START_TS).number(transaction.startTs().value());
        json.raw(TXN_ID).number(transaction.txnId());
        json.raw(INDEX).number(index).raw(COUNT).number(transaction.changes().size());
    }

    private void block(Transaction transaction, int index) {
        if (!transactions) {
            json.raw(NO_TRANSACTION);
            return;
        }
        json.raw(TRANSACTION);
        id(transaction);
        json.raw(TOTAL_ORDER).number(index + 1L);
        json.raw(COLLECTION_ORDER).number(order.of(transaction, index)).raw('}');
        if (index == transaction.changes().size() - 1) {
            order.clear();
        }
    }

    /** Two transactions may share a commit ts, so the start ts goes with it. */
    private void id(Transaction transaction) {
        json.number(transaction.commitTs().value())
                .raw(':')
                .number(transaction.startTs().value());
    }

    private static byte[] op(RowChange change) {
        return switch (change.type()) {
            case INSERT, UPSERT -> CREATE;
            case UPDATE -> UPDATE;
            case DELETE -> DELETE;
        };
    }

    private long builtMs(long commitTs) {
        CaptureClock clock = settings.clock();
        return clock == null ? CommitTs.toUnixMs(commitTs) : clock.now().toEpochMilli();
    }

    private void close() {
        if (schemas) {
            json.raw('}');
        }
    }
}
