package io.github.binlogcapturer.format.internal.json;

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
import io.github.binlogcapturer.format.internal.canal.CanalValues;
import io.github.binlogcapturer.format.internal.text.NoFormException;
import io.github.binlogcapturer.format.internal.text.PerTable;
import io.github.binlogcapturer.spi.CaptureClock;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import static io.github.binlogcapturer.format.internal.json.JsonWriter.piece;

/** Writes the messages of {@link io.github.binlogcapturer.format.CanalJson}, keys in alphabetical order as Canal has them. */
final class CanalMessages implements MessageEncoder {

    private static final byte[] DATA = piece("{\"data\":[");
    private static final byte[] ES = piece(",\"es\":");
    private static final byte[] GTID_AND_ID = piece(",\"gtid\":\"\",\"id\":");
    private static final byte[] TS = piece(",\"ts\":");
    private static final byte[] INSERT = piece(",\"type\":\"INSERT\"");
    private static final byte[] UPDATE = piece(",\"type\":\"UPDATE\"");
    private static final byte[] DELETE = piece(",\"type\":\"DELETE\"");

    private static final byte[] DDL_DATABASE = piece("{\"data\":null,\"database\":");
    private static final byte[] DDL_SQL =
            piece(",\"isDdl\":true,\"mysqlType\":null,\"old\":null,\"pkNames\":null,\"sql\":");
    private static final byte[] DDL_TABLE = piece(",\"sqlType\":null,\"table\":");
    private static final byte[] RENAME = piece(",\"type\":\"RENAME\"");
    private static final byte[] ALTER = piece(",\"type\":\"ALTER\"");

    private static final byte[] POSITION = piece(",\"_binlogcapturer\":{\"commitTs\":");
    private static final byte[] START_TS = piece(",\"startTs\":");
    private static final byte[] TXN_ID = piece(",\"txnId\":");
    private static final byte[] INDEX = piece(",\"index\":");
    private static final byte[] COUNT = piece(",\"count\":");
    private static final byte[] LAST = piece(",\"last\":");
    private static final byte[] SCHEMA_VERSION = piece(",\"schemaVersion\":");

    private final String format;
    private final CanalJsonSettings settings;
    private final JsonWriter json;
    private final JsonKeys keys;
    private final CanalValues values;
    private final PerTable<CanalNames> tables = new PerTable<>(CanalNames::new);

    CanalMessages(String format, CanalJsonSettings settings, MessageBuffer buffer) {
        this.format = format;
        this.settings = settings;
        this.json = new JsonWriter(buffer);
        this.keys = new JsonKeys(buffer);
        this.values = new CanalValues(settings.replaceBadText());
    }

    @Override
    public boolean key(Row row) {
        return keys.append(row);
    }

    @Override
    public void change(Transaction transaction, int index) {
        message(transaction, index, index + 1);
    }

    @Override
    public boolean changes(Transaction transaction, int from, int to) {
        if (!areAlike(transaction.changes().subList(from, to))) {
            return false;
        }
        message(transaction, from, to);
        return true;
    }

    @Override
    public boolean schema(SchemaChange change) {
        List<String> sql = change.sql();
        if (sql.isEmpty()) {
            return false;
        }
        ddl(change, sql);
        return true;
    }

    private void message(Transaction transaction, int from, int to) {
        try {
            rows(transaction, from, to);
        } catch (NoFormException e) {
            throw e.in(format, transaction);
        }
    }

    private static boolean areAlike(List<RowChange> changes) {
        if (changes.isEmpty()) {
            return false;
        }
        TableSchema schema = changes.get(0).schema();
        byte[] type = type(changes.get(0));
        for (RowChange change : changes) {
            Row before = change.before();
            boolean sameSchema = change.schema() == schema && (before == null || before.schema() == schema);
            if (!sameSchema || type(change) != type) {
                return false;
            }
        }
        return true;
    }

    private void rows(Transaction transaction, int from, int to) {
        List<RowChange> changes = transaction.changes();
        RowChange first = changes.get(from);
        CanalNames table = tables.of(first.schema());
        json.raw(DATA);
        for (int i = from; i < to; i++) {
            separate(i > from);
            image(changes.get(i).image(), table, false);
        }
        long commitTs = transaction.commitTs().value();
        json.raw(table.behindData)
                .number(CommitTs.toUnixMs(commitTs))
                .raw(GTID_AND_ID)
                .number(commitTs);
        json.raw(table.behindId);
        old(changes, from, to);
        json.raw(table.behindOld).number(builtMs(commitTs)).raw(type(first));
        if (settings.positions()) {
            positions(transaction, from, to);
        }
        json.raw('}');
    }

    private void separate(boolean needed) {
        if (needed) {
            json.raw(',');
        }
    }

    private void image(Row row, CanalNames table, boolean changedOnly) {
        List<Column> columns = table.names.columns;
        int start = json.startObject();
        for (int i = 0; i < columns.size(); i++) {
            if (changedOnly && !table.changed[i]) {
                continue;
            }
            Column column = columns.get(i);
            json.raw(table.names.of(column));
            if (row.isNull(i)) {
                json.nothing();
            } else {
                json.text(values.text(row, column));
            }
        }
        json.endObject(start);
    }

    /** Where rows share a message each has the columns that any of them changes, since Flink looks for a column in all of them at once. */
    private void old(List<RowChange> changes, int from, int to) {
        if (changes.get(from).type() != ChangeType.UPDATE) {
            json.nothing();
            return;
        }
        CanalNames table = tables.of(before(changes.get(from)).schema());
        Arrays.fill(table.changed, false);
        for (int i = from; i < to; i++) {
            mark(table, before(changes.get(i)), changes.get(i).image());
        }
        json.raw('[');
        for (int i = from; i < to; i++) {
            separate(i > from);
            image(before(changes.get(i)), table, true);
        }
        json.raw(']');
    }

    private static void mark(CanalNames table, Row before, Row after) {
        for (int i = 0; i < table.changed.length; i++) {
            table.changed[i] |= !before.sameValue(i, after);
        }
    }

    private static Row before(RowChange update) {
        return Objects.requireNonNull(update.before());
    }

    private void positions(Transaction transaction, int from, int to) {
        int count = transaction.changes().size();
        json.raw(POSITION).number(transaction.commitTs().value());
        json.raw(START_TS).number(transaction.startTs().value());
        json.raw(TXN_ID).number(transaction.txnId());
        json.raw(INDEX)
                .number(from)
                .raw(COUNT)
                .number(count)
                .raw(LAST)
                .bool(to == count)
                .raw('}');
    }

    private void ddl(SchemaChange change, List<String> sql) {
        TableName table = change.after().name();
        long commitTs = change.commitTs().value();
        json.raw(DDL_DATABASE).text(table.database()).raw(ES).number(CommitTs.toUnixMs(commitTs));
        json.raw(GTID_AND_ID).number(commitTs).raw(DDL_SQL).text(String.join("; ", sql));
        json.raw(DDL_TABLE).text(table.table()).raw(TS).number(builtMs(commitTs));
        json.raw(isRename(change) && sql.size() == 1 ? RENAME : ALTER);
        if (settings.positions()) {
            json.raw(POSITION)
                    .number(commitTs)
                    .raw(SCHEMA_VERSION)
                    .number(change.after().version())
                    .raw('}');
        }
        json.raw('}');
    }

    private static boolean isRename(SchemaChange change) {
        TableSchema before = change.before();
        return before != null && !before.name().equals(change.after().name());
    }

    private long builtMs(long commitTs) {
        CaptureClock clock = settings.clock();
        return clock == null ? CommitTs.toUnixMs(commitTs) : clock.now().toEpochMilli();
    }

    private static byte[] type(RowChange change) {
        return switch (change.type()) {
            case INSERT, UPSERT -> INSERT;
            case UPDATE -> UPDATE;
            case DELETE -> DELETE;
        };
    }
}
