package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.event.ColumnType;
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
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/** Makes transactions of accounts, alone or as histories at random in which money moves. */
final class Histories {

    static final TableSchema ACCOUNTS = table(7, "accounts");
    static final TableSchema ORDERS = table(8, "orders");
    static final long MONEY = 1000;

    private static final TableName BINLOG = new TableName("shop", "binlog");

    private final Random random;
    private final int accounts;
    private final Map<Long, Long> balances = new TreeMap<>();
    private final List<Transaction> transactions = new ArrayList<>();
    private long ts = 100;

    private Histories(Random random, int accounts) {
        this.random = random;
        this.accounts = accounts;
    }

    private static TableSchema table(long id, String name) {
        return TableSchema.builder(id, new TableName("shop", name))
                .column("id", ColumnType.INT64)
                .column("balance", ColumnType.INT64)
                .primaryKey("id")
                .build();
    }

    /** Returns transactions from commit ts 101 on: first all accounts, then transfers between two or three of them. */
    static List<Transaction> random(Random random, int accounts, int count) {
        Histories history = new Histories(random, accounts);
        history.openAccounts();
        while (history.transactions.size() < count) {
            history.transfer();
        }
        return history.transactions;
    }

    static Transaction insert(long commitTs, TableSchema table, long id) {
        return transaction(
                commitTs, commitTs % 3, List.of(new RowChange.Insert(Row.of(table, id, 0L), Statement.unknown())));
    }

    static Transaction update(long commitTs, TableSchema table, long id, long before, long after) {
        return transaction(commitTs, commitTs % 3, List.of(change(table, id, before, after)));
    }

    static Transaction transaction(long commitTs, long regionId, List<RowChange> changes) {
        Piece piece = new Piece(BINLOG, 0, regionId, CommitTs.of(commitTs - 50), CommitTs.of(commitTs));
        return new Transaction(commitTs, "", "", List.of(piece), changes, 40L * changes.size());
    }

    /** Puts another piece in front of a transaction. */
    static Transaction split(long firstCommitTs, Transaction transaction) {
        Piece first = new Piece(BINLOG, 1, 9, CommitTs.of(firstCommitTs - 50), CommitTs.of(firstCommitTs));
        List<Piece> pieces = List.of(first, transaction.pieces().get(0));
        return new Transaction(transaction.txnId(), "", "", pieces, transaction.changes(), transaction.sizeBytes());
    }

    private static RowChange change(TableSchema table, long id, long before, long after) {
        return new RowChange.Update(Row.of(table, id, before), Row.of(table, id, after), Statement.unknown());
    }

    private void openAccounts() {
        List<RowChange> changes = new ArrayList<>();
        for (long id = 0; id < accounts; id++) {
            balances.put(id, id == 0 ? MONEY : 0);
            changes.add(new RowChange.Insert(Row.of(ACCOUNTS, id, balances.get(id)), Statement.unknown()));
        }
        transactions.add(transaction(++ts, 0, changes));
    }

    private void transfer() {
        // now and then two share a commit ts, as recovered ones do; region and start ts tell them apart
        boolean sameTs = random.nextInt(10) == 0 && transactions.size() > 1;
        ts += sameTs ? 0 : random.nextLong(1, 4);
        List<RowChange> changes = new ArrayList<>();
        if (random.nextInt(20) > 0) {
            int moves = 1 + random.nextInt(2);
            for (int i = 0; i < moves; i++) {
                move(random.nextInt(accounts), random.nextInt(accounts), changes);
            }
        }
        transactions.add(transaction(ts, transactions.size(), changes));
    }

    private void move(long from, long to, List<RowChange> changes) {
        if (from != to) {
            long amount = random.nextLong(1, 6);
            changes.add(book(from, -amount));
            changes.add(book(to, amount));
        }
    }

    private RowChange book(long id, long amount) {
        long before = Objects.requireNonNull(balances.get(id));
        balances.put(id, before + amount);
        return change(ACCOUNTS, id, before, before + amount);
    }
}
