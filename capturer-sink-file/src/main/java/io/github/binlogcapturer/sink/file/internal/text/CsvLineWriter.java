package io.github.binlogcapturer.sink.file.internal.text;

import com.fasterxml.jackson.core.io.NumberOutput;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;

/** Writes {@link TextKind#CSV}. A transaction is the lines of its changes; one without changes has a line of its own. */
final class CsvLineWriter implements LineWriter {

    private static final HexFormat HEX = HexFormat.of();
    private static final String NULL = "\\N";
    private static final String NO_PLACE = ",\\N,\\N,\\N";

    private final Writer out;
    /** Whether the transaction that is being written completes its commit ts. */
    private boolean complete;

    CsvLineWriter(MessageBuffer buffer) {
        out = new BufferedWriter(new OutputStreamWriter(buffer, StandardCharsets.UTF_8));
    }

    @Override
    public void begin(Transaction transaction, boolean isComplete) {
        complete = isComplete;
    }

    @Override
    public void change(Transaction transaction, int index) throws IOException {
        RowChange change = transaction.changes().get(index);
        TableSchema schema = change.schema();
        int count = transaction.changes().size();
        out.write(word(change));
        ids(transaction);
        out.write("," + index + "," + count + "," + flag(complete && index == count - 1));
        place(schema.name(), schema.version());
        Row row = change.image();
        for (Column column : schema.columns()) {
            out.write(',');
            value(transaction, row, column);
        }
        endLine();
    }

    @Override
    public void commit(Transaction transaction, boolean isComplete) throws IOException {
        if (transaction.changes().isEmpty()) {
            out.write("transaction");
            ids(transaction);
            out.write("," + NULL + ",0," + flag(isComplete) + NO_PLACE);
            endLine();
        }
    }

    @Override
    public void schema(SchemaChange change) throws IOException {
        out.write("schema," + change.commitTs().value() + ",\\N,\\N,\\N,\\N,0");
        place(change.after().name(), change.after().version());
        out.write(',');
        quoted(String.join("; ", change.sql()));
        endLine();
    }

    @Override
    public void heartbeat(Heartbeat heartbeat) throws IOException {
        out.write("heartbeat," + heartbeat.commitTs().value() + ",\\N,\\N,\\N,\\N,1" + NO_PLACE);
        endLine();
    }

    private static String word(RowChange change) {
        return switch (change.type()) {
            case INSERT -> "insert";
            case UPDATE -> "update";
            case UPSERT -> "upsert";
            case DELETE -> "delete";
        };
    }

    private static char flag(boolean value) {
        return value ? '1' : '0';
    }

    private void ids(Transaction transaction) throws IOException {
        out.write("," + transaction.commitTs().value() + ","
                + transaction.startTs().value() + "," + transaction.txnId());
    }

    private void place(TableName table, long version) throws IOException {
        out.write(',');
        quoted(table.database());
        out.write(',');
        quoted(table.table());
        out.write("," + version);
    }

    private void value(Transaction transaction, Row row, Column column) throws IOException {
        int index = column.index();
        if (row.isNull(index)) {
            out.write(NULL);
            return;
        }
        switch (column.type()) {
            case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, DATETIME, TIMESTAMP, DATE, TIME ->
                out.write(Objects.requireNonNull(row.text(index)));
            case FLOAT -> out.write(NumberOutput.toString((float) Objects.requireNonNull(row.value(index)), true));
            case DOUBLE -> out.write(NumberOutput.toString((double) Objects.requireNonNull(row.value(index)), true));
            case STRING, JSON, HLL, BITMAP, TDIGEST -> bytesOrText(transaction, row, column);
        }
    }

    private void bytesOrText(Transaction transaction, Row row, Column column) throws IOException {
        int index = column.index();
        if (column.holdsBytes()) {
            out.write('"');
            HEX.formatHex(out, Objects.requireNonNull(row.bytes(index)));
            out.write('"');
            return;
        }
        String text = Objects.requireNonNull(row.text(index));
        if (!LineWriter.isExact(row, index, text)) {
            throw new DataException("Column " + column.name() + " of table " + row.schema()
                    + ", in the transaction at commit ts " + transaction.commitTs()
                    + ", holds bytes that are no text in the table's charset, for which CSV has no form. "
                    + "Write JSON_LINES, or leave the column out");
        }
        quoted(text);
    }

    private void quoted(String text) throws IOException {
        out.write('"');
        int plainFrom = 0;
        for (int i = 0; i < text.length(); i++) {
            char mark = escapeMark(text.charAt(i));
            if (mark != 0) {
                out.write(text, plainFrom, i - plainFrom);
                out.write('\\');
                out.write(mark);
                plainFrom = i + 1;
            }
        }
        out.write(text, plainFrom, text.length() - plainFrom);
        out.write('"');
    }

    /** Returns what follows the backslash, or 0 for a character that stands for itself. */
    private static char escapeMark(char c) {
        return switch (c) {
            case '\n' -> 'n';
            case '\r' -> 'r';
            case 0 -> '0';
            case 0x1a -> 'Z';
            case '"', '\\' -> c;
            default -> 0;
        };
    }

    private void endLine() throws IOException {
        out.write('\n');
        out.flush();
    }
}
