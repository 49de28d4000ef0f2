package io.github.binlogcapturer.sink.file.internal.text;

import com.fasterxml.jackson.core.io.NumberOutput;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/** Writes {@link TextKind#SQL_LINES}. */
final class SqlLineWriter implements LineWriter {

    private static final HexFormat HEX = HexFormat.of();

    private final Writer out;
    /** By table id the version seen last, so that old versions do not pile up. */
    private final Map<Long, SqlTable> tables = new HashMap<>();

    SqlLineWriter(MessageBuffer buffer) {
        out = new BufferedWriter(new OutputStreamWriter(buffer, StandardCharsets.UTF_8));
    }

    @Override
    public void begin(Transaction transaction, boolean complete) throws IOException {
        endLine("BEGIN; -- commit_ts=" + transaction.commitTs().value() + " start_ts="
                + transaction.startTs().value() + " txn_id=" + transaction.txnId());
    }

    @Override
    public void change(Transaction transaction, int index) throws IOException {
        RowChange change = transaction.changes().get(index);
        SqlTable table = table(change.schema());
        try {
            statement(table, change);
        } catch (UnwritableException e) {
            throw new SinkException(
                    e.getMessage() + " (table " + table.schema() + ", change " + index
                            + " of the transaction at commit ts " + transaction.commitTs()
                            + "). Write JSON_LINES, or leave the column out",
                    e);
        }
    }

    @Override
    public void commit(Transaction transaction, boolean complete) throws IOException {
        endLine("COMMIT; -- commit_ts=" + transaction.commitTs().value() + " changes="
                + transaction.changes().size() + " complete=" + complete);
    }

    @Override
    public void schema(SchemaChange change) throws IOException {
        out.write("-- schema commit_ts=" + change.commitTs().value() + " version="
                + change.after().version() + " table=" + table(change.after()).name());
        String sql = String.join("; ", change.sql());
        if (!sql.isEmpty()) {
            out.write(" sql=");
            escape(sql, false);
            out.write(';');
        }
        endLine("");
    }

    @Override
    public void heartbeat(Heartbeat heartbeat) throws IOException {
        endLine("-- heartbeat commit_ts=" + heartbeat.commitTs().value());
    }

    private SqlTable table(TableSchema schema) {
        SqlTable known = tables.get(schema.tableId());
        if (known == null || known.schema() != schema) {
            known = SqlTable.of(schema);
            tables.put(schema.tableId(), known);
        }
        return known;
    }

    private void statement(SqlTable table, RowChange change) throws IOException {
        switch (change.type()) {
            case INSERT -> newRow("INSERT INTO ", table, change.image());
            case UPSERT -> newRow("REPLACE INTO ", table, change.image());
            case UPDATE -> update(table, Objects.requireNonNull(change.before()), change);
            case DELETE -> {
                out.write("DELETE FROM ");
                out.write(table.name());
                where(table, change.image());
            }
        }
    }

    private void newRow(String verb, SqlTable table, Row row) throws IOException {
        out.write(verb);
        out.write(table.name());
        out.write(table.columnList());
        for (Column column : table.schema().columns()) {
            if (column.index() > 0) {
                out.write(',');
            }
            literal(row, column);
        }
        endLine(");");
    }

    private void update(SqlTable table, Row before, RowChange change) throws IOException {
        if (!before.schema().columns().equals(table.schema().columns())) {
            throw new UnwritableException("An update's images have different columns");
        }
        out.write("UPDATE ");
        out.write(table.name());
        out.write(" SET ");
        String separator = "";
        for (Column column : table.schema().columns()) {
            if (change.isUpdated(column.index())) {
                out.write(separator);
                out.write(table.columns().get(column.index()));
                out.write('=');
                literal(change.image(), column);
                separator = ",";
            }
        }
        if (separator.isEmpty()) {
            // The source counts it as a change, so there is a statement for it, one that changes nothing.
            String column = table.columns().get(table.locators().get(0).index());
            out.write(column + "=" + column);
        }
        where(table, before);
    }

    private void where(SqlTable table, Row row) throws IOException {
        String separator = " WHERE ";
        for (Column column : table.locators()) {
            out.write(separator);
            out.write(table.columns().get(column.index()));
            out.write(table.hasKey() ? "=" : "<=>");
            literal(row, column);
            separator = " AND ";
        }
        // Without a key there may be equal rows, and a change is about one of them.
        endLine(table.hasKey() ? ";" : " LIMIT 1;");
    }

    private void literal(Row row, Column column) throws IOException {
        int index = column.index();
        if (row.isNull(index)) {
            out.write("NULL");
            return;
        }
        switch (column.type()) {
            case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 ->
                out.write(Objects.requireNonNull(row.text(index)));
            case FLOAT -> number(column, (Float) Objects.requireNonNull(row.value(index)));
            case DOUBLE -> number(column, (Double) Objects.requireNonNull(row.value(index)));
            case STRING, JSON, HLL, BITMAP, TDIGEST -> bytesOrText(row, column);
            case DATETIME, TIMESTAMP, DATE, TIME -> quoted(Objects.requireNonNull(row.text(index)));
        }
    }

    private void number(Column column, float value) throws IOException {
        requireFinite(column, value);
        out.write(NumberOutput.toString(value, true));
    }

    private void number(Column column, double value) throws IOException {
        requireFinite(column, value);
        out.write(NumberOutput.toString(value, true));
    }

    private static void requireFinite(Column column, double value) {
        if (!Double.isFinite(value)) {
            throw new UnwritableException(
                    "Column " + column.name() + " is " + value + ", for which SQL has no literal");
        }
    }

    private void bytesOrText(Row row, Column column) throws IOException {
        int index = column.index();
        String text = column.holdsBytes() ? null : row.text(index);
        if (text != null && LineWriter.isExact(row, index, text)) {
            quoted(text);
        } else {
            out.write("x'");
            HEX.formatHex(out, Objects.requireNonNull(row.bytes(index)));
            out.write('\'');
        }
    }

    private void quoted(String text) throws IOException {
        out.write('\'');
        escape(text, true);
        out.write('\'');
    }

    /** Writes text in one line; without quotes around it, only what would break or end a line is escaped. */
    private void escape(String text, boolean inQuotes) throws IOException {
        int plainFrom = 0;
        for (int i = 0; i < text.length(); i++) {
            char mark = escapeMark(text.charAt(i), inQuotes);
            if (mark != 0) {
                out.write(text, plainFrom, i - plainFrom);
                out.write('\\');
                out.write(mark);
                plainFrom = i + 1;
            }
        }
        out.write(text, plainFrom, text.length() - plainFrom);
    }

    /** Returns what follows the backslash, or 0 for a character that stands for itself. */
    private static char escapeMark(char c, boolean inQuotes) {
        return switch (c) {
            case '\n' -> 'n';
            case '\r' -> 'r';
            case 0 -> '0';
            case 0x1a -> 'Z';
            case '\'', '\\' -> inQuotes ? c : 0;
            default -> 0;
        };
    }

    private void endLine(String rest) throws IOException {
        out.write(rest);
        out.write('\n');
        out.flush();
    }

    /** Says what cannot be written; the place is added where it is known. */
    private static final class UnwritableException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnwritableException(String message) {
            super(message);
        }
    }
}
