package io.github.binlogcapturer.sink.file.internal.text;

import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.MessageEncoder;
import io.github.binlogcapturer.format.SqlText;

/** Writes {@link TextKind#SQL_LINES}: statements as {@link SqlText} has them, and comments that tell how far a file goes. */
final class SqlLineWriter implements LineWriter {

    private final MessageBuffer buffer;
    private final MessageEncoder changes;
    private final SqlComments comments;

    SqlLineWriter(MessageBuffer buffer) {
        this.buffer = buffer;
        this.changes = SqlText.create().encoder(buffer);
        this.comments = new SqlComments(buffer);
    }

    @Override
    public void begin(Transaction transaction, boolean complete) {
        comments.line("BEGIN; -- " + SqlComments.ids(transaction));
    }

    @Override
    public void change(Transaction transaction, int index) {
        changes.change(transaction, index);
        buffer.write('\n');
    }

    @Override
    public void commit(Transaction transaction, boolean complete) {
        comments.line("COMMIT; -- commit_ts=" + transaction.commitTs().value() + " changes="
                + transaction.changes().size() + " complete=" + complete);
    }

    @Override
    public void schema(SchemaChange change) {
        comments.schema(change);
    }

    @Override
    public void heartbeat(Heartbeat heartbeat) {
        comments.heartbeat(heartbeat);
    }
}
