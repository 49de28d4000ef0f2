package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a transaction together from its parts. Rows keep the arrays of the parts. */
final class TransactionParts {

    private static final int MAX_PRESIZE = 1 << 16;

    private final List<TableSchema> schemas;
    private final List<Statement> statements = new ArrayList<>();
    private List<RowChange> changes = new ArrayList<>();
    private @Nullable Transaction head;
    private int announced;
    private @Nullable Statement statement;
    private @Nullable TableSchema schema;

    /** @param schemas those of the file by number, which grow while it is read */
    TransactionParts(List<TableSchema> schemas) {
        this.schemas = schemas;
    }

    /** Reads how many changes the transaction has, from its first part behind the flags. */
    static int announced(ByteCursor cursor) {
        return cursor.readCount();
    }

    /**
     * Adds a part.
     *
     * @param flags which the cursor has passed
     * @return the transaction if this is its last part, otherwise null
     * @throws RuntimeException of some kind if the part is not as it is written
     */
    @Nullable
    Transaction add(int flags, ByteCursor cursor) {
        if ((flags & Frame.FIRST) != 0) {
            head(cursor);
        }
        statements.clear();
        statement = null;
        schema = null;
        while (cursor.hasMore()) {
            changes.add(change(cursor));
        }
        return (flags & Frame.LAST) == 0 ? null : finish();
    }

    private void head(ByteCursor cursor) {
        announced = announced(cursor);
        changes = new ArrayList<>(Math.min(announced, MAX_PRESIZE));
        long txnId = cursor.readVarint();
        long sizeBytes = cursor.readVarint();
        String user = cursor.readText();
        String userIp = cursor.readText();
        List<Piece> pieces = new ArrayList<>();
        for (int left = cursor.readCount(); left > 0; left--) {
            pieces.add(new Piece(
                    new TableName(cursor.readText(), cursor.readText()),
                    cursor.readVarint(),
                    cursor.readVarint(),
                    CommitTs.of(cursor.readLong()),
                    CommitTs.of(cursor.readLong())));
        }
        head = new Transaction(txnId, user, userIp, pieces, List.of(), sizeBytes);
    }

    private Transaction finish() {
        Transaction begun = head;
        head = null;
        if (begun == null || changes.size() != announced) {
            throw new IllegalArgumentException(
                    "A transaction of " + announced + " changes has " + changes.size() + " of them");
        }
        return begun.withChanges(changes);
    }

    private RowChange change(ByteCursor cursor) {
        int tag = cursor.readByte();
        Statement made = statement(tag & ChangeTag.STATEMENT_MASK, cursor);
        TableSchema read = schema;
        if (read == null || (tag & ChangeTag.SCHEMA) != 0) {
            read = schemas.get(cursor.readCount());
            schema = read;
        }
        TableSchema before = (tag & ChangeTag.SCHEMA_BEFORE) == 0 ? read : schemas.get(cursor.readCount());
        return switch (tag & ChangeTag.TYPE_MASK) {
            case ChangeTag.INSERT -> new RowChange.Insert(row(read, cursor), made);
            case ChangeTag.UPDATE -> new RowChange.Update(row(before, cursor), row(read, cursor), made);
            case ChangeTag.UPSERT -> new RowChange.Update(null, row(read, cursor), made);
            default -> new RowChange.Delete(row(read, cursor), made);
        };
    }

    private Statement statement(int kind, ByteCursor cursor) {
        Statement read = statement;
        if (kind == ChangeTag.STATEMENT_NEW) {
            long sign = cursor.readLong();
            int length = cursor.readCount();
            read = new Statement(cursor.data, cursor.take(length), length, sign);
            statements.add(read);
        } else if (kind == ChangeTag.STATEMENT_KNOWN) {
            read = statements.get(cursor.readCount());
        } else if (read == null) {
            throw new IllegalArgumentException("The first change of a part has no statement");
        }
        statement = read;
        return read;
    }

    private static Row row(TableSchema schema, ByteCursor cursor) {
        int length = cursor.readCount();
        return Row.parse(schema, cursor.data, cursor.take(length), length);
    }
}
