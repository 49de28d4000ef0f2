package io.github.binlogcapturer.sink.file.internal.replay;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.Sink;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Base64;
import java.util.List;

/**
 * Prints one line per change, for people: commit ts, time, type, table, columns. An update shows the key and what it changes.
 *
 * <pre>
 * 459561500672000001 2026-11-21T07:39:23.325Z UPDATE shop.orders id=1 state="new"->"paid"
 * </pre>
 */
public final class ChangePrinter implements Sink {

    private final PrintWriter out;

    public ChangePrinter(PrintWriter out) {
        this.out = out;
    }

    /** @throws IOException if nobody reads what is printed any more */
    @Override
    public void write(List<BinlogEvent> events) throws IOException {
        for (BinlogEvent event : events) {
            if (event instanceof Transaction transaction) {
                transaction.changes().forEach(change -> print(transaction, change));
            } else if (event instanceof SchemaChange change) {
                print(change);
            }
        }
        if (out.checkError()) {
            throw new IOException("The output cannot be written to, since its reader has gone or the disk is full");
        }
    }

    private void print(Transaction transaction, RowChange change) {
        StringBuilder line = begin(transaction)
                .append(change.type())
                .append(' ')
                .append(change.table().database())
                .append('.')
                .append(change.table().table());
        Row image = change.image();
        Row before = change.before();
        Row after = change.after();
        for (int i = 0; i < image.schema().columns().size(); i++) {
            if (before == null || after == null) {
                append(line, image, i).append('=');
                appendValue(line, image, i);
            } else if (change.isUpdated(i)) {
                append(line, image, i).append('=');
                appendValue(line, before, i);
                line.append("->");
                appendValue(line, after, i);
            } else if (isKey(image.schema(), i)) {
                append(line, image, i).append('=');
                appendValue(line, image, i);
            }
        }
        out.println(line);
    }

    private void print(SchemaChange change) {
        TableSchema before = change.before();
        out.println(begin(change)
                .append("SCHEMA ")
                .append(change.after().name().database())
                .append('.')
                .append(change.after().name().table())
                .append(" version ")
                .append(before == null ? "" : before.version() + "->")
                .append(change.after().version())
                .append(change.sql().isEmpty() ? "" : " " + quoted(String.join(" ", change.sql()))));
    }

    private static StringBuilder begin(BinlogEvent event) {
        return new StringBuilder(120)
                .append(event.commitTs().value())
                .append(' ')
                .append(event.commitTs().instant())
                .append(' ');
    }

    private static StringBuilder append(StringBuilder line, Row row, int column) {
        return line.append(' ').append(row.schema().columns().get(column).name());
    }

    private static boolean isKey(TableSchema schema, int column) {
        Column wanted = schema.columns().get(column);
        return schema.primaryKey().stream().anyMatch(key -> key.name().equals(wanted.name()));
    }

    private static void appendValue(StringBuilder line, Row row, int column) {
        Object value = row.value(column);
        if (value == null) {
            line.append("NULL");
        } else if (value instanceof byte[] bytes) {
            line.append("base64:").append(Base64.getEncoder().encodeToString(bytes));
        } else if (value instanceof Number || value instanceof Boolean) {
            line.append(value);
        } else {
            line.append(quoted(value.toString()));
        }
    }

    /** Keeps the line one line. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.chars().forEach(c -> {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append((char) c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                        quoted.append(String.format("\\u%04x", c));
                    } else {
                        quoted.append((char) c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
