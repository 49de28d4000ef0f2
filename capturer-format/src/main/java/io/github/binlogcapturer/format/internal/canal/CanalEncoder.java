package io.github.binlogcapturer.format.internal.canal;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.MessageEncoder;
import io.github.binlogcapturer.format.internal.json.JsonKeys;
import io.github.binlogcapturer.format.internal.text.NoFormException;
import io.github.binlogcapturer.format.internal.text.PerTable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes Canal's protobuf messages: a packet with entries, as the serializer of Canal's Kafka producer does. Owned by one thread. */
public final class CanalEncoder implements MessageEncoder {

    /** magic_number 17, version 1, type MESSAGES, compression NONE. */
    private static final byte[] PACKET_HEAD = {1 << 3, 17, 2 << 3, 1, 3 << 3, 7, 4 << 3, 1};

    private static final int PACKET_BODY = 5;
    private static final int MESSAGES_MESSAGE = 2;

    private static final int ENTRY_HEADER = 1;
    private static final int ENTRY_TYPE = 2;
    private static final int ENTRY_STORE_VALUE = 3;

    private static final int TRANSACTION_BEGIN = 1;
    private static final int ROW_DATA = 2;
    private static final int TRANSACTION_END = 3;

    private static final int BORDER_TRANSACTION_ID = 2;

    private static final int CHANGE_TABLE_ID = 1;
    private static final int CHANGE_EVENT_TYPE = 2;
    private static final int CHANGE_IS_DDL = 10;
    private static final int CHANGE_SQL = 11;
    private static final int CHANGE_ROW_DATAS = 12;
    private static final int CHANGE_DDL_SCHEMA_NAME = 14;

    private static final int ROW_BEFORE = 1;
    private static final int ROW_AFTER = 2;

    private static final int BORDER_GUESS = 20;

    private final String format;
    private final ProtoWriter proto;
    private final CanalHeader header;
    private final CanalColumns columns;
    private final JsonKeys keys;
    private final PerTable<CanalTable> tables = new PerTable<>(CanalTable::new);

    /** Lengths of the last messages, the guess for the next ones. */
    private int bodyLength;

    private int entryLength;
    private int storeLength;
    private int rowLength;

    public CanalEncoder(String format, MessageBuffer out) {
        this.format = format;
        proto = new ProtoWriter(out);
        header = new CanalHeader(proto);
        columns = new CanalColumns(proto);
        keys = new JsonKeys(out);
    }

    @Override
    public void change(Transaction transaction, int index) {
        int body = openPacket();
        changeEntry(transaction, index, index + 1);
        closePacket(body);
    }

    @Override
    public boolean key(Row row) {
        return keys.append(row);
    }

    @Override
    public boolean changes(Transaction transaction, int from, int to) {
        boolean whole = from == 0 && to == transaction.changes().size();
        int body = openPacket();
        if (whole) {
            borderEntry(transaction, TRANSACTION_BEGIN);
        }
        for (int at = from; at < to; ) {
            int end = endOfRun(transaction.changes(), at, to);
            changeEntry(transaction, at, end);
            at = end;
        }
        if (whole) {
            borderEntry(transaction, TRANSACTION_END);
        }
        closePacket(body);
        return true;
    }

    @Override
    public boolean begin(Transaction transaction) {
        int body = openPacket();
        borderEntry(transaction, TRANSACTION_BEGIN);
        closePacket(body);
        return true;
    }

    @Override
    public boolean end(Transaction transaction) {
        int body = openPacket();
        borderEntry(transaction, TRANSACTION_END);
        closePacket(body);
        return true;
    }

    @Override
    public boolean schema(SchemaChange change) {
        List<String> statements = change.sql();
        if (statements.isEmpty()) {
            return false;
        }
        int body = openPacket();
        int entry = openEntry();
        header.ofSchema(ENTRY_HEADER, change.commitTs(), tables.of(change.after()), CanalEventType.ALTER);
        proto.number(ENTRY_TYPE, ROW_DATA);
        int store = proto.open(ENTRY_STORE_VALUE, storeLength);
        proto.number(CHANGE_TABLE_ID, change.after().tableId());
        proto.number(CHANGE_EVENT_TYPE, CanalEventType.ALTER);
        proto.flag(CHANGE_IS_DDL, true);
        proto.text(CHANGE_SQL, String.join("; ", statements));
        proto.text(CHANGE_DDL_SCHEMA_NAME, change.after().name().database());
        storeLength = proto.close(store, storeLength);
        closeEntry(entry);
        closePacket(body);
        return true;
    }

    /** Returns the end of the changes that one entry can hold: those of one schema that do the same. */
    private static int endOfRun(List<RowChange> changes, int from, int to) {
        TableSchema schema = changes.get(from).schema();
        int eventType = CanalEventType.of(changes.get(from));
        int at = from + 1;
        while (at < to && changes.get(at).schema() == schema && CanalEventType.of(changes.get(at)) == eventType) {
            at++;
        }
        return at;
    }

    private int openPacket() {
        proto.raw(PACKET_HEAD);
        return proto.open(PACKET_BODY, bodyLength);
    }

    private void closePacket(int body) {
        bodyLength = proto.close(body, bodyLength);
    }

    private int openEntry() {
        return proto.open(MESSAGES_MESSAGE, entryLength);
    }

    private void closeEntry(int entry) {
        entryLength = proto.close(entry, entryLength);
    }

    private void borderEntry(Transaction transaction, int entryType) {
        int entry = openEntry();
        header.ofBorder(ENTRY_HEADER, transaction);
        proto.number(ENTRY_TYPE, entryType);
        int store = proto.open(ENTRY_STORE_VALUE, BORDER_GUESS);
        proto.text(BORDER_TRANSACTION_ID, Long.toUnsignedString(transaction.txnId()));
        proto.close(store, BORDER_GUESS);
        closeEntry(entry);
    }

    private void changeEntry(Transaction transaction, int from, int to) {
        RowChange first = transaction.changes().get(from);
        CanalTable table = tables.of(first.schema());
        int eventType = CanalEventType.of(first);
        int entry = openEntry();
        header.ofChanges(ENTRY_HEADER, transaction, table, eventType, from, to);
        proto.number(ENTRY_TYPE, ROW_DATA);
        int guess = storeLength;
        int store = proto.open(ENTRY_STORE_VALUE, guess);
        proto.number(CHANGE_TABLE_ID, table.schema().tableId());
        proto.number(CHANGE_EVENT_TYPE, eventType);
        proto.flag(CHANGE_IS_DDL, false);
        for (int i = from; i < to; i++) {
            row(transaction, i);
        }
        storeLength = proto.close(store, guess);
        closeEntry(entry);
    }

    private void row(Transaction transaction, int index) {
        RowChange change = transaction.changes().get(index);
        int guess = rowLength;
        int start = proto.open(CHANGE_ROW_DATAS, guess);
        try {
            image(ROW_BEFORE, change.before(), null);
            image(ROW_AFTER, change.after(), change);
        } catch (NoFormException e) {
            throw e.in(format, transaction);
        }
        rowLength = proto.close(start, guess);
    }

    private void image(int field, @Nullable Row row, @Nullable RowChange changeOfAfter) {
        if (row == null) {
            return;
        }
        Row before = changeOfAfter == null ? null : changeOfAfter.before();
        CanalTable table = tables.of(row.schema());
        int count = row.schema().columns().size();
        for (int i = 0; i < count; i++) {
            boolean updated = changeOfAfter != null && (before == null || !row.sameValue(i, before));
            columns.append(field, table, Objects.requireNonNull(row), i, updated);
        }
    }
}
