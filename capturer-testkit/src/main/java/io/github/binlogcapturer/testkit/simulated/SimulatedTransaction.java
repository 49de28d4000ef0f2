package io.github.binlogcapturer.testkit.simulated;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of a SQL client. Each call is one statement: it locks the rows that it names until the transaction is decided, sees what the
 * transaction wrote before, and waits for rows that others have locked.
 *
 * <p>Values are given in column order, in the types of {@link io.github.binlogcapturer.event.Row#value(int)}, as any {@link Number},
 * or as texts for dates and times; or by column name. Columns that are left out get their default in an INSERT or REPLACE, and stay as they
 * are in an UPDATE.
 *
 * <p>What is logged follows BaikalDB, also where it loses something: an old image is logged only in binlog partitions that get a new row of
 * the same statement, so an UPDATE or REPLACE that moves a row to another partition hides the old one; and a REPLACE hides rows under other
 * keys that it removes for a unique value.
 *
 * <p>All statements throw:
 *
 * <ul>
 *   <li>{@link StatementFailedException} if the statement cannot be done; it did nothing, and the transaction goes on;
 *   <li>{@link TransactionAbortedException} if a lock cannot be had; the transaction is rolled back;
 *   <li>{@link IllegalStateException} if the transaction has ended;
 *   <li>{@link IllegalArgumentException} if values do not belong to the table.
 * </ul>
 *
 * <p>Not thread-safe.
 */
public final class SimulatedTransaction {

    private final SimulatedDatabase database;
    private final long txnId;
    private final String user;
    private final String userIp;
    private final Statements statements;
    private final TransactionPieces pieces;
    private final List<RowEdit> edits = new ArrayList<>();
    private long primaryRegionId;
    private boolean ended;
    private @Nullable String nextSql;

    SimulatedTransaction(SimulatedDatabase database, long txnId, String user, String userIp) {
        this.database = database;
        this.txnId = txnId;
        this.user = user;
        this.userIp = userIp;
        this.statements = database.statements(txnId);
        this.pieces = database.pieces();
    }

    /** Returns the id of the transaction. */
    public long txnId() {
        return txnId;
    }

    /** Sets the text with which the next statement is logged. Without it, a text is made. */
    public SimulatedTransaction sql(String text) {
        nextSql = text;
        return this;
    }

    /** Reads a row and locks it, as SELECT FOR UPDATE does; null if there is none. */
    public @Nullable List<@Nullable Object> select(SimulatedTable table, @Nullable Object... key) {
        return run(() -> statements.select(table, RowInput.ofKey(table.schema(), Arrays.asList(key))));
    }

    /** Inserts a row. Fails if its key or one of its unique values is there already. */
    public SimulatedTransaction insert(SimulatedTable table, @Nullable Object... values) {
        return insertAll(table, List.of(Arrays.asList(values)));
    }

    /** Inserts a row of named columns. */
    public SimulatedTransaction insert(SimulatedTable table, Map<String, ? extends @Nullable Object> values) {
        return insertRows(table, List.of(RowInput.ofNamed(table.schema(), values)));
    }

    /** Inserts rows by one statement. */
    public SimulatedTransaction insertAll(SimulatedTable table, List<? extends List<? extends @Nullable Object>> rows) {
        return insertRows(table, inputs(table, rows));
    }

    private SimulatedTransaction insertRows(SimulatedTable table, List<RowInput> rows) {
        return log(SqlText.write("INSERT", table, rows), () -> statements.insert(table, rows));
    }

    /** Updates the row whose key is among the values; without such a row it does nothing. A row that stays as it is counts as updated. */
    public SimulatedTransaction update(SimulatedTable table, @Nullable Object... values) {
        return updateAll(table, List.of(Arrays.asList(values)));
    }

    /** Updates named columns of the row whose key is among them. */
    public SimulatedTransaction update(SimulatedTable table, Map<String, ? extends @Nullable Object> values) {
        RowInput row = RowInput.ofNamed(table.schema(), values);
        return updateRows(table, List.of(row), List.of(row));
    }

    /** Updates the row of a key, which may get another key by that. Fails if the other key is there already. */
    public SimulatedTransaction update(SimulatedTable table, List<?> key, @Nullable Object... values) {
        RowInput row = RowInput.ofValues(table.schema(), Arrays.asList(values));
        return updateRows(table, List.of(RowInput.ofKey(table.schema(), key)), List.of(row));
    }

    /** Updates rows by one statement, each by the key among its values. */
    public SimulatedTransaction updateAll(SimulatedTable table, List<? extends List<? extends @Nullable Object>> rows) {
        List<RowInput> inputs = inputs(table, rows);
        return updateRows(table, inputs, inputs);
    }

    private SimulatedTransaction updateRows(SimulatedTable table, List<RowInput> keys, List<RowInput> values) {
        return log(SqlText.update(table, keys, values), () -> statements.update(table, keys, values));
    }

    /** Deletes the row of a key; without such a row it does nothing. */
    public SimulatedTransaction delete(SimulatedTable table, @Nullable Object... key) {
        return deleteAll(table, List.of(Arrays.asList(key)));
    }

    /** Deletes the rows of keys by one statement. */
    public SimulatedTransaction deleteAll(SimulatedTable table, List<? extends List<? extends @Nullable Object>> keys) {
        List<RowInput> inputs =
                keys.stream().map(key -> RowInput.ofKey(table.schema(), key)).toList();
        return log(SqlText.delete(table, inputs), () -> statements.delete(table, inputs));
    }

    /** Puts a row in the place of all rows that have its key or one of its unique values. */
    public SimulatedTransaction replace(SimulatedTable table, @Nullable Object... values) {
        return replaceAll(table, List.of(Arrays.asList(values)));
    }

    /** Replaces rows by one statement. */
    public SimulatedTransaction replaceAll(
            SimulatedTable table, List<? extends List<? extends @Nullable Object>> rows) {
        List<RowInput> inputs = inputs(table, rows);
        return log(SqlText.write("REPLACE", table, inputs), () -> statements.replace(table, inputs));
    }

    private static List<RowInput> inputs(SimulatedTable table, List<? extends List<? extends @Nullable Object>> rows) {
        List<RowInput> inputs = new ArrayList<>();
        rows.forEach(row -> inputs.add(RowInput.ofValues(table.schema(), row)));
        return inputs;
    }

    private SimulatedTransaction log(String madeSql, Supplier<StatementEffect> statement) {
        String sql = nextSql == null ? madeSql : nextSql;
        nextSql = null;
        run(() -> {
            StatementEffect effect = statement.get();
            pieces.add(effect, sql);
            if (!effect.table().links().isEmpty()) {
                edits.addAll(effect.edits());
            }
            if (primaryRegionId == 0 && !effect.edits().isEmpty()) {
                primaryRegionId = effect.table().dataRegionId();
            }
            return effect;
        });
        return this;
    }

    private <T extends @Nullable Object> T run(Supplier<T> statement) {
        requireOpen();
        int mark = statements.written().mark();
        try {
            return statement.get();
        } catch (TransactionAbortedException e) {
            rollback();
            throw e;
        } catch (RuntimeException e) {
            statements.written().backTo(mark);
            throw e;
        }
    }

    /**
     * Commits. Blocks until the leaders of all regions that it writes to have applied it.
     *
     * @throws TransactionAbortedException if a store does not take it, or the oracle gives no timestamps; it is rolled back
     * @throws SqlNodeDiedException if the cluster was told to have such accidents, or a store does not take the COMMIT; what became of the
     *     transaction is not known yet
     * @throws IllegalStateException if it has ended
     */
    public Committed commit() {
        NodeAccident accident = pieces.inOrder().isEmpty() ? null : database.nextAccident();
        if (accident != null) {
            TransactionFate fate = commit(accident);
            Optional<Committed> committed = fate.committed();
            if (committed.isEmpty() && fate.isDecided()) {
                throw new TransactionAbortedException("Transaction " + txnId + " was rolled back, as PREPARE failed");
            }
            return committed.orElseThrow(() -> new SqlNodeDiedException(txnId));
        }
        TransactionFate fate = prepare();
        fate.plan();
        fate.commit();
        return fate.committed().orElseThrow();
    }

    /** Commits with an accident. */
    TransactionFate commit(NodeAccident accident) {
        TransactionFate fate = prepare();
        if (accident instanceof NodeAccident.FailsToPrepare) {
            fate.rollback();
            return fate;
        }
        fate.plan();
        if (pieces.inOrder().isEmpty()) {
            fate.commit();
        } else if (accident instanceof NodeAccident.DiesAfterPrewrite death) {
            fate.die(death.fate(), death.pending());
        } else if (accident instanceof NodeAccident.DiesWhileCommitting death) {
            fate.commitLast(death.sent());
            fate.die(death.fate(), death.pending());
        } else {
            fate.commit();
            if (accident instanceof NodeAccident.CommitsTwice) {
                fate.commitAgain();
            } else {
                fate.duplicate();
            }
        }
        return fate;
    }

    private TransactionFate prepare() {
        requireOpen();
        ended = true;
        TransactionHeader header = new TransactionHeader(txnId, user, userIp, primaryRegionId);
        TransactionFate fate = database.prepared(header, pieces.inOrder(), edits, statements.written());
        fate.prewrite();
        return fate;
    }

    /** Rolls back; does nothing if the transaction has ended. No store learns of it, as none has a PREWRITE yet. */
    public void rollback() {
        if (!ended) {
            ended = true;
            database.release(txnId);
        }
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("Transaction " + txnId + " has ended; begin a new one");
        }
    }
}
