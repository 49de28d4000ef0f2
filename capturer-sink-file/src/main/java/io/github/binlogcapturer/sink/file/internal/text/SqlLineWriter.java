package io.github.binlogcapturer.sink.file.internal.text;

import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.MessageEncoder;
import io.github.binlogcapturer.format.SqlText;
import java.nio.charset.StandardCharsets;

/** Writes {@link TextKind#SQL_LINES}: statements as {@link SqlText} has them, and comments that tell how far a file goes. */
final class SqlLineWriter implements LineWriter {

    private final MessageBuffer buffer;
    private final MessageEncoder changes;

    SqlLineWriter(MessageBuffer buffer) {
        this.buffer = buffer;
        this.changes = SqlText.create().encoder(buffer);
    }

    @Override
    public void begin(Transaction transaction, boolean complete) {
        line("BEGIN; -- commit_ts=" + transaction.commitTs().value() + " start_ts="
                + transaction.startTs().value() + " txn_id=" + transaction.txnId());
    }

    @Override
    public void change(Transaction transaction, int index) {
        changes.change(transaction, index);
        buffer.write('\n');
    }

    @Override
    public void commit(Transaction transaction, boolean complete) {
        line("COMMIT; -- commit_ts=" + transaction.commitTs().value() + " changes="
                + transaction.changes().size() + " complete=" + complete);
    }

    @Override
    public void schema(SchemaChange change) {
        TableName table = change.after().name();
        String sql = String.join("; ", change.sql());
        line("-- schema commit_ts=" + change.commitTs().value() + " version="
                + change.after().version() + " table=" + quoted(table.database()) + "." + quoted(table.table())
                + (sql.isEmpty() ? "" : " sql=" + inOneLine(sql) + ";"));
    }

    @Override
    public void heartbeat(Heartbeat heartbeat) {
        line("-- heartbeat commit_ts=" + heartbeat.commitTs().value());
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

    private void line(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        buffer.write(bytes, 0, bytes.length);
        buffer.write('\n');
    }
}
