package io.github.binlogcapturer.sink.file.internal.text;

import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.MessageEncoder;
import io.github.binlogcapturer.format.SqlText;

/**
 * Writes {@link TextKind#ORIGINAL_SQL}: the original's statements, with neighbouring new rows and deletes of a table joined, and all else as
 * comments. A change is held back until it is known whether the next one joins it.
 */
final class OriginalSqlWriter implements LineWriter {

    /** As many changes as the original had in its window. */
    private static final int LONGEST_RUN = 1000;
    /** A quarter of the {@code max_allowed_packet} that servers had at the time; a larger row has a statement of its own. */
    private static final int LARGEST_BYTES = 1 << 20;

    private final MessageBuffer buffer;
    private final MessageEncoder changes;
    private final SqlComments comments;
    private int runFrom;
    private int runTo;
    private long statements;

    OriginalSqlWriter(MessageBuffer buffer) {
        this.buffer = buffer;
        this.changes = SqlText.original().encoder(buffer);
        this.comments = new SqlComments(buffer);
    }

    @Override
    public void begin(Transaction transaction, boolean complete) {
        runFrom = 0;
        runTo = 0;
        statements = 0;
        comments.line("-- begin " + SqlComments.ids(transaction));
    }

    @Override
    public void change(Transaction transaction, int index) {
        boolean joins = runTo > runFrom && runTo - runFrom < LONGEST_RUN && joins(transaction, index);
        if (!joins) {
            writeRun(transaction);
            runFrom = index;
        }
        runTo = index + 1;
    }

    @Override
    public void commit(Transaction transaction, boolean complete) {
        writeRun(transaction);
        comments.line("-- commit commit_ts=" + transaction.commitTs().value() + " statements=" + statements
                + " changes=" + transaction.changes().size() + " complete=" + complete);
    }

    @Override
    public void schema(SchemaChange change) {
        comments.schema(change);
    }

    @Override
    public void heartbeat(Heartbeat heartbeat) {
        comments.heartbeat(heartbeat);
    }

    private static boolean joins(Transaction transaction, int index) {
        RowChange before = transaction.changes().get(index - 1);
        RowChange change = transaction.changes().get(index);
        return change.schema() == before.schema()
                && change.type() != ChangeType.UPDATE
                && before.type() != ChangeType.UPDATE
                && (change.type() == ChangeType.DELETE) == (before.type() == ChangeType.DELETE);
    }

    private void writeRun(Transaction transaction) {
        if (runTo > runFrom) {
            write(transaction, runFrom, runTo);
        }
        runFrom = runTo;
    }

    private void write(Transaction transaction, int from, int to) {
        int at = buffer.length();
        if (to - from == 1) {
            changes.change(transaction, from);
            endStatement();
        } else if (!changes.changes(transaction, from, to)) {
            for (int i = from; i < to; i++) {
                write(transaction, i, i + 1);
            }
        } else if (buffer.length() - at > LARGEST_BYTES) {
            buffer.cutTo(at);
            int middle = (from + to) >>> 1;
            write(transaction, from, middle);
            write(transaction, middle, to);
        } else {
            endStatement();
        }
    }

    private void endStatement() {
        buffer.write('\n');
        statements++;
    }
}
