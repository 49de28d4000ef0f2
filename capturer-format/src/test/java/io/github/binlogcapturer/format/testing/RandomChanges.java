package io.github.binlogcapturer.format.testing;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Tables of every type, rows and whole histories drawn from a seed. Owned by one thread. */
public final class RandomChanges {

    private static final int FIRST_COMMIT_TS = 1_000_000_000;

    private final Random random;
    private final RandomValues values;
    private final TableSchema schema;
    /** The rows that are there after the changes so far. */
    private final List<Row> rows = new ArrayList<>();

    private long nextTs = FIRST_COMMIT_TS;

    public RandomChanges(long seed, TableSchema schema) {
        this.random = new Random(seed);
        this.values = RandomValues.ofAll(random);
        this.schema = schema;
    }

    /** Returns the seed that the system property {@code seed} asks for, 1 by default. */
    public static long seed() {
        return Long.getLong("seed", 1);
    }

    /** Returns a table with an INT64 key {@code id} and a column of every type and kind of bytes. */
    public static TableSchema keyed(String database, String table, Charset charset) {
        return everyType(database, table, charset).primaryKey("id").build();
    }

    /** Returns the same without a key. */
    public static TableSchema keyless(String database, String table, Charset charset) {
        return everyType(database, table, charset).build();
    }

    private static TableSchema.Builder everyType(String database, String table, Charset charset) {
        TableSchema.Builder builder =
                TableSchema.builder(77, new TableName(database, table)).charset(charset);
        builder.column("id", ColumnType.INT64);
        Arrays.stream(ColumnType.values()).forEach(type -> builder.column("c_" + type, type));
        return builder.column(new Column(0, "c_BYTES", 100, ColumnType.STRING, true, true, false, null));
    }

    /** Returns what is there after all transactions so far, in no order. */
    public List<Row> rows() {
        return List.copyOf(rows);
    }

    /** Returns a row with some id. */
    public Row row(long id) {
        List<Column> columns = schema.columns();
        @Nullable Object[] drawn = new @Nullable Object[columns.size()];
        for (Column column : columns) {
            drawn[column.index()] =
                    column.name().equals("id") ? Long.valueOf(id) : values.nullable(column, schema.charset());
        }
        return Row.of(schema, drawn);
    }

    /** Returns the next transaction, of one to eight changes. */
    public Transaction transaction() {
        List<RowChange> changes = new ArrayList<>();
        for (int i = random.nextInt(8); i >= 0; i--) {
            changes.add(change());
        }
        return transaction(changes);
    }

    /** Returns a transaction of changes of one's own. */
    public Transaction transaction(List<RowChange> changes) {
        CommitTs start = CommitTs.of(nextTs++);
        CommitTs commit = CommitTs.of(nextTs++);
        Piece piece = new Piece(new TableName("shop", "binlog"), 0, 7, start, commit);
        return new Transaction(commit.value() * 10, "app", "", List.of(piece), changes, 1000);
    }

    private RowChange change() {
        int kind = rows.isEmpty() ? 0 : random.nextInt(4);
        return switch (kind) {
            case 0 -> insert();
            case 1 -> schema.primaryKey().isEmpty() ? insert() : upsert();
            case 2 -> update();
            default -> TestChanges.delete(rows.remove(random.nextInt(rows.size())));
        };
    }

    private RowChange insert() {
        Row row = row(random.nextLong());
        rows.add(row);
        return TestChanges.insert(row);
    }

    private RowChange upsert() {
        int place = random.nextInt(rows.size());
        Row row = row(rows.get(place).longValue("id"));
        rows.set(place, row);
        return TestChanges.upsert(row);
    }

    private RowChange update() {
        int place = random.nextInt(rows.size());
        Row before = rows.get(place);
        Row after = edited(before);
        rows.set(place, after);
        return TestChanges.update(before, after);
    }

    /** Gives a few columns other values, now and then none. */
    private Row edited(Row before) {
        Row other = row(before.longValue("id"));
        @Nullable Object[] mixed = new @Nullable Object[schema.columns().size()];
        int every = 1 + random.nextInt(8);
        for (int i = 0; i < mixed.length; i++) {
            boolean changes = every < 8 && random.nextInt(every) == 0;
            mixed[i] = (changes ? other : before).value(i);
        }
        return Row.of(schema, mixed);
    }

    /** Returns UTF-8, or GBK for every third seed. */
    public static Charset charset(long seed) {
        return seed % 3 == 0 ? Charset.forName("GBK") : StandardCharsets.UTF_8;
    }
}
