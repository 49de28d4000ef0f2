package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One client of a workload: makes up transactions. Owned by one thread. */
final class WorkloadClient {

    private static final int MOST_STATEMENTS = 5;
    private static final int MOST_MONEY = 100;
    private static final double ROLLBACKS = 0.05;
    private static final double MOVES = 0.2;

    private final Random random;
    private final RandomRows rows;
    private final int mostRows;
    private final List<SimulatedTable> tables;
    private final SimulatedWorkload.@Nullable Bank bank;
    private final boolean keyChanges;
    private final boolean oneChangeARow;
    /** The keys that the transaction at hand has changed, each with its table. */
    private final Set<List<Object>> changed = new HashSet<>();

    WorkloadClient(
            Random random,
            int keys,
            int mostRows,
            List<SimulatedTable> tables,
            SimulatedWorkload.@Nullable Bank bank,
            boolean keyChanges,
            boolean oneChangeARow) {
        this.random = random;
        this.rows = new RandomRows(random, keys);
        this.mostRows = mostRows;
        this.tables = tables;
        this.bank = bank;
        this.keyChanges = keyChanges;
        this.oneChangeARow = oneChangeARow;
    }

    /** Opens a bank's accounts. */
    void open(SimulatedTransaction transaction, SimulatedWorkload.Bank of) {
        TableSchema schema = of.accounts().schema();
        List<List<@Nullable Object>> accounts = new ArrayList<>();
        for (int account = 0; account < of.count(); account++) {
            List<@Nullable Object> row = rows.row(schema);
            row.set(schema.primaryKey().get(0).index(), account);
            row.set(schema.indexOf(of.balanceColumn()), of.opening());
            accounts.add(row);
        }
        transaction.insertAll(of.accounts(), accounts);
    }

    /** Runs statements in a transaction; false asks for a rollback. */
    boolean fill(SimulatedTransaction transaction) {
        changed.clear();
        SimulatedWorkload.Bank ofClient = bank;
        if (ofClient != null && (tables.isEmpty() || random.nextBoolean())) {
            transfer(transaction, ofClient);
        } else {
            int statements = 1 + random.nextInt(MOST_STATEMENTS);
            for (int i = 0; i < statements; i++) {
                statement(transaction, tables.get(random.nextInt(tables.size())));
            }
        }
        return random.nextDouble() >= ROLLBACKS;
    }

    /** Takes money from one account to another, by one statement or by two; accounts may move to other partitions with it. */
    private void transfer(SimulatedTransaction transaction, SimulatedWorkload.Bank of) {
        int from = random.nextInt(of.count());
        int to = (from + 1 + random.nextInt(of.count() - 1)) % of.count();
        int money = 1 + random.nextInt(MOST_MONEY);
        List<@Nullable Object> payer = withMoney(transaction, of, from, -money);
        List<@Nullable Object> payee = withMoney(transaction, of, to, money);
        if (payer == null || payee == null) {
            return;
        }
        if (random.nextBoolean()) {
            transaction.updateAll(of.accounts(), List.of(payer, payee));
        } else {
            transaction.updateAll(of.accounts(), List.of(payer));
            transaction.updateAll(of.accounts(), List.of(payee));
        }
    }

    private @Nullable List<@Nullable Object> withMoney(
            SimulatedTransaction transaction, SimulatedWorkload.Bank of, int account, long money) {
        List<@Nullable Object> stored = transaction.select(of.accounts(), account);
        if (stored == null) {
            return null;
        }
        TableSchema schema = of.accounts().schema();
        boolean moves = random.nextDouble() < MOVES;
        List<@Nullable Object> row = new ArrayList<>(stored);
        for (Column column : schema.columns()) {
            if (column.name().equals(of.balanceColumn())) {
                Number balance = (Number) Objects.requireNonNull(row.get(column.index()));
                row.set(column.index(), balance.longValue() + money);
            } else if (moves && !column.key()) {
                row.set(column.index(), rows.value(column));
            }
        }
        return row;
    }

    private void statement(SimulatedTransaction transaction, SimulatedTable table) {
        TableSchema schema = table.schema();
        try {
            execute(transaction, table, schema);
        } catch (StatementFailedException taken) {
            // keys are few, so that clients meet; a key that is there already is part of the game
        } catch (IllegalArgumentException e) {
            if (table.schema() == schema) {
                throw e;
            }
            // the schema changed under the values that were made for it
        }
    }

    private void execute(SimulatedTransaction transaction, SimulatedTable table, TableSchema schema) {
        switch (random.nextInt(10)) {
            case 0, 1 -> transaction.insert(table, named(schema, row(schema)));
            case 2 -> transaction.insertAll(table, several(schema));
            case 3, 4 -> transaction.update(table, named(schema, row(schema)));
            case 5 -> transaction.updateAll(table, several(schema));
            case 6 -> transaction.delete(table, key(schema).toArray());
            case 7 -> transaction.deleteAll(table, List.of(key(schema), key(schema)));
            case 8 -> transaction.replaceAll(table, several(schema));
            default -> {
                if (keyChanges) {
                    transaction.update(table, key(schema), row(schema).toArray());
                } else {
                    transaction.replaceAll(table, List.of(row(schema)));
                }
            }
        }
    }

    private List<@Nullable Object> row(TableSchema schema) {
        List<@Nullable Object> row = rows.row(schema);
        while (isChanged(schema, row)) {
            row = rows.row(schema);
        }
        return row;
    }

    private boolean isChanged(TableSchema schema, List<@Nullable Object> row) {
        List<Object> key = new ArrayList<>();
        schema.primaryKey().forEach(column -> key.add(Objects.requireNonNull(row.get(column.index()))));
        return isChangedKey(schema, key);
    }

    private List<Object> key(TableSchema schema) {
        List<Object> key = rows.key(schema);
        while (isChangedKey(schema, key)) {
            key = rows.key(schema);
        }
        return key;
    }

    private boolean isChangedKey(TableSchema schema, List<Object> key) {
        List<Object> named = new ArrayList<>(key);
        named.add(schema.tableId());
        return oneChangeARow && !changed.add(named);
    }

    private Map<String, @Nullable Object> named(TableSchema schema, List<@Nullable Object> row) {
        Map<String, @Nullable Object> named = new HashMap<>();
        for (Column column : schema.columns()) {
            if (column.key() || random.nextInt(4) > 0) {
                named.put(column.name(), row.get(column.index()));
            }
        }
        return named;
    }

    private List<List<@Nullable Object>> several(TableSchema schema) {
        List<List<@Nullable Object>> several = new ArrayList<>();
        int count = 1 + random.nextInt(mostRows);
        for (int i = 0; i < count; i++) {
            several.add(row(schema));
        }
        return several;
    }
}
