package io.github.binlogcapturer.sink.mysql.internal.testing;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A random table with random unique keys, the transactions that a source could log for it, and what it holds after each. Within a
 * transaction unique values move between rows in any order, as BaikalDB logs a statement over many rows.
 */
public final class RandomTable {

    private static final String[] TEXTS = {"a", "A", "b", "B", "c", "ss", "d", "e", "é", "zz"};
    private static final List<String> COLUMNS = List.of("k1", "k2", "u1", "u2", "u3", "note");

    private final Random random;
    private final TableSchema schema;
    private final List<Integer> primaryKey;
    private final List<List<Integer>> uniqueKeys = new ArrayList<>();
    private boolean caseInsensitive;
    /** Rows as their values, in the order of {@link #COLUMNS}. */
    private final List<@Nullable Object[]> rows = new ArrayList<>();

    private long commitTs = 1000;
    private boolean hiding;

    public RandomTable(Random random, TableName name) {
        this.random = random;
        this.caseInsensitive = random.nextBoolean();
        this.primaryKey = switch (random.nextInt(5)) {
            case 0 -> List.of(1);
            case 1 -> List.of(0, 1);
            case 2 -> random.nextInt(3) == 0 ? List.of() : List.of(1, 0);
            default -> List.of(0);
        };
        int keys = random.nextInt(4);
        for (int i = 0; i < keys; i++) {
            List<Integer> columns = new ArrayList<>(List.of(2, 3, 4));
            Collections.shuffle(columns, random);
            uniqueKeys.add(List.copyOf(columns.subList(0, 1 + random.nextInt(2))));
        }
        TableSchema.Builder builder = TableSchema.builder(random.nextInt(1000) + 1, name);
        builder.column(new Column(0, "k1", 1, ColumnType.INT64, false, false, false, null))
                .column(new Column(0, "k2", 2, ColumnType.STRING, false, false, false, null))
                .column("u1", ColumnType.INT32)
                .column("u2", ColumnType.STRING)
                .column(new Column(0, "u3", 5, ColumnType.INT64, false, false, false, null))
                .column("note", ColumnType.STRING)
                .primaryKey(primaryKey.stream().map(COLUMNS::get).toList());
        this.schema = builder.build();
    }

    /** From now on some changes take unique values from rows that thereby go, of which the source says nothing, as a REPLACE does. */
    public void hideDisplaced() {
        hiding = true;
        // the source compares byte by byte; a target that does not would refuse rows that the source has
        caseInsensitive = false;
    }

    public TableSchema schema() {
        return schema;
    }

    /** Returns the DDL of the target, with more columns where wanted. */
    public String ddl(TableName target, String more) {
        StringBuilder sql =
                new StringBuilder("CREATE TABLE " + target + " (k1 BIGINT NOT NULL, k2 VARCHAR(20) NOT NULL,"
                        + " u1 INT, u2 VARCHAR(20), u3 BIGINT NOT NULL, note VARCHAR(100)" + more);
        if (!primaryKey.isEmpty()) {
            sql.append(", PRIMARY KEY ").append(names(primaryKey));
        }
        for (List<Integer> key : uniqueKeys) {
            sql.append(", UNIQUE KEY ").append(names(key));
        }
        String collation = caseInsensitive ? "utf8mb4_unicode_ci" : "utf8mb4_bin";
        return sql.append(") CHARSET utf8mb4 COLLATE ").append(collation).toString();
    }

    private static String names(List<Integer> key) {
        return key.stream()
                .map(COLUMNS::get)
                .toList()
                .toString()
                .replace('[', '(')
                .replace(']', ')');
    }

    /** Returns what the table holds, as {@link TargetLab#rows} shows it, sorted. */
    public List<String> content() {
        return rows.stream()
                .map(row ->
                        String.join("|", Arrays.stream(row).map(String::valueOf).toList()))
                .sorted()
                .toList();
    }

    /** Makes a transaction of up to {@code size} changes. */
    public Transaction next(int size) {
        List<RowChange> changes = new ArrayList<>();
        int count = 1 + random.nextInt(size);
        while (changes.size() < count) {
            change(changes);
        }
        commitTs += 1 + random.nextInt(3);
        return Changes.transaction(commitTs, changes);
    }

    private void change(List<RowChange> changes) {
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> insert(changes);
            case 3 -> delete(changes);
            case 4 -> exchange(changes);
            case 5 -> moveKey(changes);
            default -> update(changes);
        }
    }

    private void insert(List<RowChange> changes) {
        @Nullable Object[] row = randomRow();
        if (displaces(row, List.of()) || fits(row, List.of())) {
            rows.add(row);
            changes.add(Changes.insert(schema, row));
        }
    }

    private void delete(List<RowChange> changes) {
        if (!rows.isEmpty()) {
            changes.add(Changes.delete(schema, rows.remove(random.nextInt(rows.size()))));
        }
    }

    private void update(List<RowChange> changes) {
        if (rows.isEmpty()) {
            return;
        }
        int at = random.nextInt(rows.size());
        @Nullable Object[] before = rows.get(at);
        @Nullable Object[] after = randomRow();
        primaryKey.forEach(column -> after[column] = before[column]);
        if (random.nextBoolean()) {
            System.arraycopy(before, 0, after, 0, 5);
        }
        if (displaces(after, List.of(at)) || fits(after, List.of(at))) {
            rows.set(rows.indexOf(before), after);
            boolean blind = !primaryKey.isEmpty() && random.nextInt(4) == 0;
            changes.add(
                    blind
                            ? Changes.upsert(schema, after)
                            : Changes.update(Row.of(schema, before), Row.of(schema, after)));
        }
    }

    /** Gives each of a few rows the unique values of the next. */
    private void exchange(List<RowChange> changes) {
        // without a primary key a unique key of the target tells rows apart, and is not exchanged
        if (rows.size() < 2 || primaryKey.isEmpty()) {
            return;
        }
        int count = 2 + random.nextInt(Math.min(3, rows.size() - 1));
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            chosen.add(i);
        }
        Collections.shuffle(chosen, random);
        List<Integer> circle = chosen.subList(0, Math.min(count, chosen.size()));
        List<@Nullable Object[]> old = circle.stream().map(rows::get).toList();
        for (int i = 0; i < circle.size(); i++) {
            @Nullable Object[] after = old.get(i).clone();
            System.arraycopy(old.get((i + 1) % old.size()), 2, after, 2, 3);
            rows.set(circle.get(i), after);
            changes.add(Changes.update(Row.of(schema, old.get(i)), Row.of(schema, after)));
        }
    }

    private void moveKey(List<RowChange> changes) {
        if (rows.isEmpty() || primaryKey.isEmpty()) {
            return;
        }
        int at = random.nextInt(rows.size());
        @Nullable Object[] before = rows.get(at);
        @Nullable Object[] after = before.clone();
        @Nullable Object[] other = randomRow();
        primaryKey.forEach(column -> after[column] = other[column]);
        if (!Arrays.equals(before, after) && fits(after, List.of(at))) {
            rows.set(at, after);
            changes.add(Changes.delete(schema, before));
            changes.add(Changes.upsert(schema, after));
        }
    }

    private @Nullable Object[] randomRow() {
        return new @Nullable Object[] {
            (long) random.nextInt(12),
            TEXTS[random.nextInt(TEXTS.length)],
            random.nextInt(4) == 0 ? null : random.nextInt(15),
            random.nextInt(4) == 0 ? null : TEXTS[random.nextInt(TEXTS.length)] + random.nextInt(2),
            (long) random.nextInt(20),
            random.nextInt(5) == 0 ? null : "note ' \\ " + random.nextInt(100)
        };
    }

    /** Makes room for a row, unless that would take away a row with the same primary key. */
    private boolean displaces(@Nullable Object[] row, List<Integer> except) {
        if (!hiding || primaryKey.isEmpty() || random.nextInt(3) > 0) {
            return false;
        }
        List<@Nullable Object[]> gone = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (!except.contains(i)) {
                if (values(primaryKey, row).equals(values(primaryKey, rows.get(i)))) {
                    return false;
                }
                for (List<Integer> key : uniqueKeys) {
                    List<List<String>> mine = values(key, row);
                    if (!mine.isEmpty() && mine.equals(values(key, rows.get(i)))) {
                        gone.add(rows.get(i));
                    }
                }
            }
        }
        rows.removeAll(gone);
        return true;
    }

    private boolean fits(@Nullable Object[] row, List<Integer> except) {
        List<List<Integer>> keys = new ArrayList<>(uniqueKeys);
        if (!primaryKey.isEmpty()) {
            keys.add(primaryKey);
        }
        for (List<Integer> key : keys) {
            Set<List<String>> taken = new HashSet<>();
            for (int i = 0; i < rows.size(); i++) {
                if (!except.contains(i)) {
                    taken.addAll(values(key, rows.get(i)));
                }
            }
            if (values(key, row).stream().anyMatch(taken::contains)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the value of a key as the target compares it, or nothing where a part is NULL. */
    private List<List<String>> values(List<Integer> key, @Nullable Object[] row) {
        if (key.stream().anyMatch(column -> row[column] == null)) {
            return List.of();
        }
        return List.of(key.stream()
                .map(column -> fold(Objects.requireNonNull(row[column]).toString()))
                .toList());
    }

    private String fold(String text) {
        return caseInsensitive ? text.toLowerCase(Locale.ROOT).replace('é', 'e') : text;
    }
}
