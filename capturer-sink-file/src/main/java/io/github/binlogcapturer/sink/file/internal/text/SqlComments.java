package io.github.binlogcapturer.sink.file.internal.text;

import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import java.nio.charset.StandardCharsets;

/** Writes the lines that files of SQL have beside statements, as comments. */
final class SqlComments {

    private final MessageBuffer buffer;

    SqlComments(MessageBuffer buffer) {
        this.buffer = buffer;
    }

    /** Returns what tells one transaction from others. */
    static String ids(Transaction transaction) {
        return "commit_ts=" + transaction.commitTs().value() + " start_ts="
                + transaction.startTs().value() + " txn_id=" + transaction.txnId();
    }

    void schema(SchemaChange change) {
        TableName table = change.after().name();
        String sql = String.join("; ", change.sql());
        line("-- schema commit_ts=" + change.commitTs().value() + " version="
                + change.after().version() + " table=" + quoted(table.database()) + "." + quoted(table.table())
                + (sql.isEmpty() ? "" : " sql=" + inOneLine(sql) + ";"));
    }

    void heartbeat(Heartbeat heartbeat) {
        line("-- heartbeat commit_ts=" + heartbeat.commitTs().value());
    }

    void line(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        buffer.write(bytes, 0, bytes.length);
        buffer.write('\n');
    }

    private static String quoted(String name) {
        return "`" + inOneLine(name.replace("`", "``")) + "`";
    }

    /** Escapes what would break or end a line. */
    private static String inOneLine(String text) {
        return text.replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\0", "\\0")
                .replace("\u001a", "\\Z");
    }
}
