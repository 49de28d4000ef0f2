package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.binlogcapturer.sink.file.Folder.CONTEXT;
import static io.github.binlogcapturer.sink.file.Samples.ORDERS;
import static io.github.binlogcapturer.sink.file.Samples.heartbeat;
import static io.github.binlogcapturer.sink.file.Samples.insert;
import static io.github.binlogcapturer.sink.file.Samples.list;
import static io.github.binlogcapturer.sink.file.Samples.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A file of CSV read by a real server with {@code LOAD DATA}, as the documentation of the format says. */
class CsvOnServerTest {

    private static final long SEED = Long.getLong("seed", 1);
    private static final int ROWS = 300;

    private static final TableSchema ALL = TableSchema.builder(11, new TableName("d", "all"))
            .column("id", ColumnType.INT64)
            .column("bool_", ColumnType.BOOL)
            .column("i8", ColumnType.INT8)
            .column("i16", ColumnType.INT16)
            .column("i32", ColumnType.INT32)
            .column("u8", ColumnType.UINT8)
            .column("u16", ColumnType.UINT16)
            .column("u32", ColumnType.UINT32)
            .column("u64", ColumnType.UINT64)
            .column("f", ColumnType.FLOAT)
            .column("d", ColumnType.DOUBLE)
            .column("s", ColumnType.STRING)
            .column("j", ColumnType.JSON)
            .column("dt", ColumnType.DATETIME)
            .column("ts", ColumnType.TIMESTAMP)
            .column("da", ColumnType.DATE)
            .column("ti", ColumnType.TIME)
            .column("h", ColumnType.HLL)
            .column("bm", ColumnType.BITMAP)
            .column(new Column(19, "bin", 20, ColumnType.STRING, true, true, false, null))
            .primaryKey("id")
            .build();

    @TempDir
    private Path directory;

    @Test
    void shouldBeReadBackWithAllValuesByLoadData() throws Exception {
        assumeTrue(MariaDbServer.isAvailable(), "MariaDB runs on Linux on amd64");
        List<Row> rows = rows();
        Path csv = linesOf(rows);

        MariaDbServer server = MariaDbServer.shared();
        try (Connection connection = server.connect(server.createDatabase());
                Statement statement = connection.createStatement()) {
            statement.execute("SET time_zone = '+08:00', sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_IN_DATE'");
            statement.execute("""
                    CREATE TABLE t (type varchar(20), commit_ts bigint, row_index int, complete bool,
                        id bigint PRIMARY KEY, bool_ bool, i8 tinyint, i16 smallint, i32 int, u8 tinyint unsigned,
                        u16 smallint unsigned, u32 int unsigned, u64 bigint unsigned, f float, d double,
                        s text CHARACTER SET utf8mb4, j longtext CHARACTER SET utf8mb4, dt datetime(6), ts timestamp NULL,
                        da date, ti time, h blob, bm blob, bin blob)""");
            statement.execute("LOAD DATA INFILE '" + csv + "' INTO TABLE t CHARACTER SET utf8mb4"
                    + " FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\"' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n'"
                    + " IGNORE 1 LINES (type, commit_ts, @start, @txn, row_index, @count, complete, @db, @table, @version,"
                    + " id, bool_, i8, i16, i32, u8, u16, u32, u64, f, d, s, j, dt, ts, da, ti, @h, @bm, @bin)"
                    + " SET h = UNHEX(@h), bm = UNHEX(@bm), bin = UNHEX(@bin)");

            check(statement, rows);
        }
    }

    private static void check(Statement statement, List<Row> rows) throws SQLException {
        try (ResultSet read = statement.executeQuery("SELECT *, f + 0e0 AS f_exact FROM t ORDER BY id")) {
            for (Row row : rows) {
                assertThat(read.next()).isTrue();
                assertThat(read.getString("type")).isEqualTo("insert");
                for (Column column : ALL.columns()) {
                    assertThat(text(read, column))
                            .as("seed %d, column %s of %s", SEED, column.name(), row)
                            .isEqualTo(text(row, column));
                }
            }
            assertThat(read.next()).isFalse();
        }
    }

    private static @Nullable String text(ResultSet read, Column column) throws SQLException {
        byte[] bytes = read.getBytes(column.name());
        if (bytes == null) {
            return null;
        }
        return switch (column.type()) {
            // the server prints a FLOAT with six digits
            case FLOAT -> Float.toString((float) read.getDouble("f_exact"));
            case DOUBLE -> Double.toString(read.getDouble(column.name()));
            case BOOL -> read.getString(column.name());
            default ->
                column.holdsBytes() ? HexFormat.of().formatHex(bytes) : new String(bytes, StandardCharsets.UTF_8);
        };
    }

    private static @Nullable String text(Row row, Column column) {
        int index = column.index();
        if (row.isNull(index)) {
            return null;
        }
        Object value = Objects.requireNonNull(row.value(index));
        String text = Objects.requireNonNull(row.text(index));
        return switch (column.type()) {
            case FLOAT -> Float.toString((Float) value);
            case DOUBLE -> Double.toString((Double) value);
            // the server's column always has six digits
            case DATETIME -> text.contains(".") ? text : text + ".000000";
            default -> column.holdsBytes() ? HexFormat.of().formatHex(row.bytes(index)) : text;
        };
    }

    /** Writes rows among other things, then takes the lines of the table out, with the header. */
    private Path linesOf(List<Row> rows) throws IOException {
        try (FileSink sink = FileSink.builder(directory).format(FileFormat.CSV).build()) {
            sink.open(CONTEXT);
            long commitTs = 10;
            for (Row row : rows) {
                sink.write(list(
                        transaction(commitTs++, insert(ORDERS, 1, 1, "other")),
                        transaction(
                                commitTs++,
                                new RowChange.Insert(row, io.github.binlogcapturer.event.Statement.unknown())),
                        transaction(commitTs++),
                        heartbeat(commitTs++)));
            }
        }
        List<String> all = Files.readAllLines(Folder.open(directory, 1, FileFormat.CSV));
        String text = all.stream()
                .filter(line -> line.startsWith("# ") || line.contains(",\"d\",\"all\","))
                .collect(Collectors.joining("\n", "", "\n"));
        return Files.writeString(directory.resolve("all.csv"), text);
    }

    private static List<Row> rows() {
        Random random = new Random(SEED);
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of(
                ALL, 0, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null));
        rows.add(Row.of(
                ALL,
                1,
                true,
                -128,
                -32768,
                Integer.MIN_VALUE,
                255,
                65535,
                4294967295L,
                new BigInteger("18446744073709551615"),
                0.1f,
                1.7976931348623157e308,
                "\\N",
                "{\"a\":\"\\\\\\n\"}",
                "9999-12-31 23:59:59.999999",
                "2037-12-31 00:00:00",
                "9999-12-31",
                "-838:59:59",
                new byte[] {0, 1},
                new byte[] {10},
                new byte[] {92, 34}));
        rows.add(Row.of(
                ALL,
                2,
                false,
                127,
                32767,
                Integer.MAX_VALUE,
                0,
                0,
                0,
                0,
                3.4e38f,
                4.9e-324,
                "",
                "[]",
                "1000-01-01 00:00:00",
                "1971-01-01 00:00:00",
                "1000-01-01",
                "00:00:00",
                new byte[0],
                new byte[0],
                new byte[0]));
        for (int i = 3; i < ROWS; i++) {
            rows.add(Row.of(
                    ALL,
                    i,
                    random.nextBoolean(),
                    random.nextInt(256) - 128,
                    random.nextInt(65536) - 32768,
                    random.nextInt(),
                    random.nextInt(256),
                    random.nextInt(65536),
                    random.nextLong() >>> 32,
                    new BigInteger(64, random),
                    (float) random.nextGaussian(),
                    random.nextGaussian() * 1e10,
                    text(random),
                    "{\"t\":" + i + "}",
                    "2026-02-03 04:05:06." + (100_000 + random.nextInt(900_000)),
                    "2026-02-03 04:05:06",
                    "2026-02-03",
                    "01:02:03",
                    bytes(random),
                    bytes(random),
                    bytes(random)));
        }
        return rows;
    }

    private static String text(Random random) {
        String alphabet = "ab,\"'\\\n\r\t\u0000\u001a\u0008%_NZ0nr é中😀;#-";
        int[] points = alphabet.codePoints().toArray();
        return random.ints(random.nextInt(20), 0, points.length)
                .collect(StringBuilder::new, (text, i) -> text.appendCodePoint(points[i]), StringBuilder::append)
                .toString();
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }
}
