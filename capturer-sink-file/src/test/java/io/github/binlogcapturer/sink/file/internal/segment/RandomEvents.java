package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Streams drawn at random: tables of all column types, groups of equal commit ts, schema changes and heartbeats. */
final class RandomEvents {

    private final Random random;
    private final List<TableSchema> tables = new ArrayList<>();
    private final List<ColumnType> types;
    private long ts = 1000;

    /** Draws tables that have every type of column. */
    RandomEvents(long seed) {
        this(seed, List.of(ColumnType.values()));
    }

    private RandomEvents(long seed, List<ColumnType> types) {
        this.random = new Random(seed);
        this.types = types;
        for (int i = 0; i < 3; i++) {
            tables.add(table(i, 1));
        }
    }

    /** Draws small tables, for tests that look at every byte of a file. */
    static RandomEvents small(long seed) {
        return new RandomEvents(seed, List.of(ColumnType.INT32, ColumnType.STRING));
    }

    /** Returns a list as a sink gets it, which ends with a complete group. */
    List<BinlogEvent> list(int groups) {
        List<BinlogEvent> events = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            ts += 1 + random.nextInt(3);
            switch (random.nextInt(8)) {
                case 0 -> events.add(new Heartbeat(CommitTs.of(ts)));
                case 1 -> {
                    events.add(schemaChange());
                    events.add(transaction(2));
                }
                case 2 -> {
                    events.add(transaction(1));
                    events.add(schemaChange());
                    events.add(transaction(0));
                }
                default -> events.add(transaction(random.nextInt(6)));
            }
        }
        return events;
    }

    Transaction transaction(int changes) {
        List<Piece> pieces = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            pieces.add(piece("other", ts - 1));
        }
        pieces.add(piece("binlog", ts));
        List<RowChange> list = new ArrayList<>();
        List<Statement> statements = List.of(statement(), statement(), statement());
        for (int i = 0; i < changes; i++) {
            list.add(change(tables.get(random.nextInt(tables.size())), statements.get(random.nextInt(3))));
        }
        return new Transaction(random.nextLong(), text(8), text(5), pieces, list, random.nextInt(1 << 20));
    }

    private SchemaChange schemaChange() {
        int index = random.nextInt(tables.size());
        TableSchema before = tables.get(index);
        tables.set(index, table(index, before.version() + 1));
        return new SchemaChange(CommitTs.of(ts), random.nextBoolean() ? before : null, tables.get(index));
    }

    private Piece piece(String table, long commitTs) {
        return new Piece(
                new TableName("cdc", table),
                random.nextInt(9),
                random.nextInt(100_000),
                CommitTs.of(1 + random.nextInt(1000)),
                CommitTs.of(commitTs));
    }

    private RowChange change(TableSchema schema, Statement statement) {
        Row row = row(schema);
        return switch (random.nextInt(5)) {
            case 0 -> new RowChange.Insert(row, statement);
            case 1 -> new RowChange.Update(row(schema), row, statement);
            case 2 -> new RowChange.Update(row(table(schema.tableId(), 90)), row, statement);
            case 3 -> new RowChange.Update(null, row, statement);
            default -> new RowChange.Delete(row, statement);
        };
    }

    private Statement statement() {
        byte[] sql = text(60).getBytes(StandardCharsets.UTF_8);
        return random.nextInt(3) == 0
                ? Statement.unknown()
                : new Statement(sql, 0, sql.length, random.nextBoolean() ? 7 : random.nextLong());
    }

    TableSchema table(long id, long version) {
        TableSchema.Builder builder = TableSchema.builder(id + 1, new TableName("shop", "t" + id))
                .version(version)
                .charset(random.nextBoolean() ? StandardCharsets.UTF_8 : Charset.forName("GBK"))
                .zone(random.nextBoolean() ? TableSchema.DEFAULT_ZONE : ZoneId.of("Europe/Berlin"));
        builder.column(new Column(0, "id", 1, ColumnType.INT64, false, false, true, null));
        int fieldId = 1;
        for (ColumnType type : types) {
            fieldId += 1 + random.nextInt(9);
            boolean binary = type == ColumnType.STRING && random.nextBoolean();
            String defaultText = random.nextBoolean() ? null : "1";
            builder.column(
                    new Column(0, "c" + fieldId, fieldId, type, binary, random.nextBoolean(), false, defaultText));
        }
        builder.primaryKey("id");
        return builder.uniqueKey("u", List.of("c" + fieldId, "id")).build();
    }

    private Row row(TableSchema schema) {
        @Nullable
        Object[] values = schema.columns().stream()
                .map(column -> random.nextInt(4) == 0 ? null : value(column))
                .toArray();
        return Row.of(schema, values);
    }

    private Object value(Column column) {
        return switch (column.type()) {
            case BOOL -> random.nextBoolean();
            case INT8 -> (int) (byte) random.nextInt();
            case INT16 -> (int) (short) random.nextInt();
            case INT32 -> random.nextInt();
            case INT64 -> random.nextLong() >> random.nextInt(64);
            case UINT8 -> random.nextInt(256);
            case UINT16 -> random.nextInt(65536);
            case UINT32 -> random.nextLong() & 0xffff_ffffL;
            case UINT64 -> new BigInteger(random.nextInt(65), random);
            case FLOAT -> random.nextFloat();
            case DOUBLE -> random.nextGaussian();
            case STRING -> column.binary() ? bytes() : text(40);
            case JSON -> text(20);
            case HLL, BITMAP, TDIGEST -> bytes();
            case DATE -> LocalDate.of(2000 + random.nextInt(100), 1 + random.nextInt(12), 1);
            case DATETIME -> LocalDateTime.of(2000 + random.nextInt(100), 1, 2, 3, 4, 5, 6000);
            case TIME -> Duration.ofSeconds(random.nextInt(3_600_000) - 1_800_000);
            case TIMESTAMP -> Instant.ofEpochSecond(1 + random.nextInt(Integer.MAX_VALUE));
        };
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String text(int maxLength) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(maxLength + 1); i > 0; i--) {
            text.append("abcxyz 0189'\n\u4e2d\u6587".charAt(random.nextInt(15)));
        }
        return text.toString();
    }
}
