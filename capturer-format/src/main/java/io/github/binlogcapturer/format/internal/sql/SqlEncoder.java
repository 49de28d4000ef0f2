package io.github.binlogcapturer.format.internal.sql;

import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.MessageEncoder;
import io.github.binlogcapturer.format.internal.json.JsonKeys;
import io.github.binlogcapturer.format.internal.text.Digits;
import io.github.binlogcapturer.format.internal.text.NoFormException;
import io.github.binlogcapturer.format.internal.text.PerTable;
import java.util.List;
import java.util.Objects;

/** Writes one statement a message, in one line that ends with a semicolon. Owned by one thread. */
public final class SqlEncoder implements MessageEncoder {

    private final String format;
    private final MessageBuffer out;
    private final SqlShape shape;
    private final SqlLiterals literals;
    private final JsonKeys keys;
    private final PerTable<SqlTable> tables;

    public SqlEncoder(String format, SqlShape shape, MessageBuffer out) {
        this.format = format;
        this.out = out;
        this.shape = shape;
        literals = new SqlLiterals(out);
        keys = new JsonKeys(out);
        tables = new PerTable<>(schema -> new SqlTable(schema, shape));
    }

    @Override
    public void change(Transaction transaction, int index) {
        RowChange change = transaction.changes().get(index);
        try {
            SqlTable table = tables.of(change.schema());
            switch (change.type()) {
                case INSERT -> newRow(table.insert(), table, change.image());
                case UPSERT -> newRow(table.replace(), table, change.image());
                case UPDATE -> update(table, Objects.requireNonNull(change.before()), change);
                case DELETE -> delete(table, change.image());
            }
        } catch (NoFormException e) {
            throw e.in(format, transaction);
        }
        raw(';');
    }

    @Override
    public boolean key(Row row) {
        return keys.append(row);
    }

    @Override
    public boolean changes(Transaction transaction, int from, int to) {
        List<RowChange> changes = transaction.changes();
        if (!shape.original() || from == to || !joins(changes, from, to)) {
            return false;
        }
        change(transaction, from);
        for (int i = from + 1; i < to; i++) {
            append(transaction, i);
        }
        return true;
    }

    @Override
    public boolean begin(Transaction transaction) {
        Digits.appendAscii(out, "BEGIN;");
        return true;
    }

    @Override
    public boolean end(Transaction transaction) {
        Digits.appendAscii(out, "COMMIT;");
        return true;
    }

    /** Returns whether one statement can hold them all: new rows, or keys of rows that go, of one table. */
    private boolean joins(List<RowChange> changes, int from, int to) {
        RowChange first = changes.get(from);
        boolean deletes = first.type() == ChangeType.DELETE;
        if (first.type() == ChangeType.UPDATE
                || (deletes && first.schema().primaryKey().isEmpty())) {
            return false;
        }
        for (int i = from + 1; i < to; i++) {
            RowChange change = changes.get(i);
            boolean same = change.schema() == first.schema()
                    && change.type() != ChangeType.UPDATE
                    && (change.type() == ChangeType.DELETE) == deletes;
            if (!same) {
                return false;
            }
        }
        return true;
    }

    /** Puts a row, or the key of a row that goes, behind those of the statement so far. */
    private void append(Transaction transaction, int index) {
        RowChange change = transaction.changes().get(index);
        boolean delete = change.type() == ChangeType.DELETE;
        out.cutTo(out.length() - (delete ? 2 : 1));
        raw(',');
        try {
            if (delete) {
                tuple(change.image(), tables.of(change.schema()).locators(), true);
                raw(')');
            } else {
                tuple(change.image(), change.schema().columns(), false);
            }
        } catch (NoFormException e) {
            throw e.in(format, transaction);
        }
        raw(';');
    }

    private void newRow(byte[] head, SqlTable table, Row row) {
        raw(head);
        tuple(row, table.schema().columns(), false);
    }

    private void delete(SqlTable table, Row row) {
        raw(table.delete());
        if (shape.original() && table.hasKey()) {
            tuple(row, table.locators(), true);
            raw(')');
        } else {
            where(table, row);
        }
    }

    private void update(SqlTable table, Row before, RowChange change) {
        if (before.schema() != table.schema()
                && !before.schema().columns().equals(table.schema().columns())) {
            throw new NoFormException(table.schema().name(), before, "the images of an update have different columns");
        }
        raw(table.update());
        boolean changed = false;
        for (Column column : table.schema().columns()) {
            if (change.isUpdated(column.index())) {
                if (changed) {
                    raw(',');
                }
                raw(table.assignment(column.index()));
                literals.value(change.image(), column);
                changed = true;
            }
        }
        if (!changed) {
            // the source counts it as a change, so there is a statement for it, one that changes nothing
            raw(table.unchanged());
        }
        where(table, before);
    }

    private void where(SqlTable table, Row row) {
        List<Column> locators = table.locators();
        for (int i = 0; i < locators.size(); i++) {
            raw(table.condition(i));
            literals.comparand(row, locators.get(i));
        }
        raw(table.limit());
    }

    private void tuple(Row row, List<Column> columns, boolean compared) {
        raw('(');
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                raw(',');
            }
            if (compared) {
                literals.comparand(row, columns.get(i));
            } else {
                literals.value(row, columns.get(i));
            }
        }
        raw(')');
    }

    private void raw(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
    }

    private void raw(char ascii) {
        out.write(ascii);
    }
}
