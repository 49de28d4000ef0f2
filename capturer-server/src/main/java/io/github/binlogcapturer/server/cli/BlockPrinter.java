package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.server.terminal.Colours;
import io.github.binlogcapturer.server.terminal.SafeText;
import io.github.binlogcapturer.server.terminal.Style;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.StringJoiner;

/**
 * A block per transaction for people: a line with commit ts, time and user, then a line per change. An update shows its key and what it
 * changes. All that comes from the data is {@linkplain SafeText safe}.
 *
 * <pre>
 * -- 459561500672000001  2026-11-21 16:39:23.325 +09:00  app@10.0.0.1  2 changes
 * INSERT shop.orders  id=1 state='new'
 * UPDATE shop.accounts  id=7  balance: 100 -> 90
 * </pre>
 */
final class BlockPrinter implements EventPrinter {

    private final PrintWriter out;
    private final Colours colours;
    private final ZoneId zone;

    BlockPrinter(PrintWriter out, Colours colours, ZoneId zone) {
        this.out = out;
        this.colours = colours;
        this.zone = zone;
    }

    @Override
    public void print(Transaction transaction) {
        String user = transaction.user().isEmpty()
                ? ""
                : "  " + transaction.user() + (transaction.userIp().isEmpty() ? "" : "@" + transaction.userIp());
        int changes = transaction.changes().size();
        String head = "-- " + transaction.commitTs().value() + "  " + When.shown(transaction.executeTime(), zone) + user
                + "  " + changes + (changes == 1 ? " change" : " changes");
        out.println(colours.paint(Style.DIM, SafeText.of(head)));
        transaction.changes().forEach(change -> out.println(line(change)));
    }

    @Override
    public void print(SchemaChange change) {
        TableSchema before = change.before();
        String versions = before == null
                ? "version " + change.after().version()
                : "version " + before.version() + " -> " + change.after().version();
        String sql = change.sql().isEmpty() ? "" : "  " + String.join("; ", change.sql());
        out.println(
                colours.paint(Style.CYAN, SafeText.of("SCHEMA " + change.after().name() + "  " + versions + sql)));
    }

    private String line(RowChange change) {
        String table = SafeText.of(change.table().toString());
        Row before = change.before();
        Row after = change.after();
        if (before != null && after != null) {
            return colours.paint(Style.YELLOW, "UPDATE") + " " + table + "  " + key(after) + "  "
                    + differences(change, before, after);
        }
        Style style = change.type() == ChangeType.DELETE ? Style.RED : Style.GREEN;
        return colours.paint(style, change.type() + " " + table + "  " + all(change.image()));
    }

    private static String all(Row row) {
        StringJoiner columns = new StringJoiner(" ");
        for (Column column : row.schema().columns()) {
            columns.add(SafeText.of(column.name()) + "=" + value(row, column));
        }
        return columns.toString();
    }

    private static String key(Row row) {
        StringJoiner columns = new StringJoiner(" ");
        for (Column column : row.schema().primaryKey()) {
            columns.add(SafeText.of(column.name()) + "="
                    + value(row, row.schema().columns().get(row.schema().indexOf(column.name()))));
        }
        return columns.toString();
    }

    private String differences(RowChange change, Row before, Row after) {
        StringJoiner columns = new StringJoiner("  ");
        for (Column column : after.schema().columns()) {
            if (change.isUpdated(column.index())) {
                String old = before.schema().hasColumn(column.name())
                        ? value(
                                before,
                                before.schema().columns().get(before.schema().indexOf(column.name())))
                        : "(absent)";
                columns.add(SafeText.of(column.name()) + ": " + colours.paint(Style.RED, old) + " -> "
                        + colours.paint(Style.GREEN, value(after, column)));
            }
        }
        return columns.toString();
    }

    private static String value(Row row, Column column) {
        String text = row.text(column.index());
        if (text == null) {
            return "NULL";
        }
        if (column.holdsBytes()) {
            return "base64:" + text;
        }
        boolean bare = switch (column.type()) {
            case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, FLOAT, DOUBLE -> true;
            default -> false;
        };
        return bare ? text : "'" + SafeText.of(text.replace("\\", "\\\\").replace("'", "\\'")) + "'";
    }
}
