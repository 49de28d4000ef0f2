package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.sink.mysql.ColumnSelection;
import io.github.binlogcapturer.sink.mysql.SchemaChangePolicy;
import io.github.binlogcapturer.sink.mysql.TableRoutes;
import io.github.binlogcapturer.sink.mysql.ZeroDates;
import io.github.binlogcapturer.sink.mysql.internal.target.MappingSettings;
import io.github.binlogcapturer.sink.mysql.internal.testing.TargetKind;
import io.github.binlogcapturer.sink.mysql.internal.testing.TargetLab;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.binlogcapturer.sink.mysql.internal.testing.Changes.delete;
import static io.github.binlogcapturer.sink.mysql.internal.testing.Changes.insert;
import static io.github.binlogcapturer.sink.mysql.internal.testing.Changes.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Values of every type, written to tables that the catalog creates, and read back. */
class ValuesOnServerTest {

    private static MappingSettings creating(ZeroDates zeroDates) {
        return new MappingSettings(
                TableRoutes.same(),
                ColumnSelection.all(),
                zeroDates,
                true,
                SchemaChangePolicy.REPORT,
                true,
                ZoneOffset.UTC);
    }

    private static TableSchema.Builder table(TargetLab lab) {
        return TableSchema.builder(9, new TableName(lab.database(), "t"))
                .column(new Column(0, "id", 1, ColumnType.INT32, false, false, false, null))
                .primaryKey("id");
    }

    /** Writes each value as text and with parameters; returns what an expression over the column gives for both. */
    private static List<String> written(
            TargetLab lab,
            ZeroDates zeroDates,
            Column column,
            Charset charset,
            String expression,
            @Nullable Object value)
            throws SQLException {
        TableSchema schema = table(lab).charset(charset).column(column).build();
        lab.run("DROP TABLE IF EXISTS t");
        BatchPlanner planner = new BatchPlanner(lab.catalog(creating(zeroDates)), lab.facts(), 10);
        lab.apply(planner.plan(List.of(transaction(5, insert(schema, 1, value))), PlanMode.EXACT), false);
        lab.apply(planner.plan(List.of(transaction(6, insert(schema, 2, value))), PlanMode.EXACT), true);
        return lab.rows("SELECT " + expression + " FROM t ORDER BY id");
    }

    private static void check(TargetLab lab, ColumnType type, @Nullable Object value, String expected)
            throws SQLException {
        check(lab, type, "c", value, expected);
    }

    private static void check(
            TargetLab lab, ColumnType type, String expression, @Nullable Object value, String expected)
            throws SQLException {
        Column column = new Column(1, "c", 2, type, false, true, false, null);
        assertThat(written(lab, ZeroDates.KEEP, column, StandardCharsets.UTF_8, expression, value))
                .as(type + " " + value)
                .containsExactly(expected, expected);
    }

    @ParameterizedTest
    @EnumSource
    void shouldWriteExtremeNumbers(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            check(lab, ColumnType.BOOL, "c + 0", true, "1");
            check(lab, ColumnType.INT8, -128, "-128");
            check(lab, ColumnType.UINT8, 255, "255");
            check(lab, ColumnType.INT16, -32768, "-32768");
            check(lab, ColumnType.UINT16, 65535, "65535");
            check(lab, ColumnType.INT32, Integer.MIN_VALUE, "-2147483648");
            check(lab, ColumnType.UINT32, 4294967295L, "4294967295");
            check(lab, ColumnType.INT64, Long.MIN_VALUE, "-9223372036854775808");
            check(lab, ColumnType.UINT64, new BigInteger("18446744073709551615"), "18446744073709551615");
            check(lab, ColumnType.INT32, null, "null");
            check(lab, ColumnType.DOUBLE, "c = 1.7976931348623157e308", Double.MAX_VALUE, "1");
            check(lab, ColumnType.DOUBLE, "c = 4.9e-324 OR c = 0", Double.MIN_VALUE, "1");
            check(lab, ColumnType.DOUBLE, "c = 0.1e0", 0.1, "1");
            check(lab, ColumnType.DOUBLE, "CAST(c AS CHAR)", -0.0, "-0");
            check(lab, ColumnType.FLOAT, "c = 3.4028234663852886e38", Float.MAX_VALUE, "1");
            check(lab, ColumnType.FLOAT, "c = 1.100000023841858e0", 1.1f, "1");
            check(lab, ColumnType.FLOAT, "CAST(c AS CHAR)", 1.1f, "1.1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldWriteTextsAndBytes(TargetKind kind) throws SQLException {
        for (String modes : List.of("", ",NO_BACKSLASH_ESCAPES")) {
            try (TargetLab lab = TargetLab.open(kind, modes)) {
                String text = "it's \\ \"x\" \\' é😀 {fn} ? %_ \n\r\t\u0000\u001a -- /* ; ` ";
                check(lab, ColumnType.STRING, "HEX(c)", text, hex(text.getBytes(StandardCharsets.UTF_8)));
                check(lab, ColumnType.STRING, "HEX(c)", "", "");
                check(lab, ColumnType.BITMAP, "HEX(c)", new byte[] {0, (byte) 0xff, '\'', '\\'}, "00FF275C");
                check(lab, ColumnType.TDIGEST, "HEX(c)", new byte[0], "");
                if (modes.isEmpty()) {
                    // otherwise the driver of MySQL sends texts as bytes, which MySQL takes for no JSON
                    check(lab, ColumnType.JSON, "JSON_EXTRACT(c, '$.a')", "{\"a\":\"\\n'\"}", "\"\\n'\"");
                }
                Column bytes = new Column(1, "c", 2, ColumnType.STRING, true, true, false, null);
                assertThat(written(lab, ZeroDates.KEEP, bytes, StandardCharsets.UTF_8, "HEX(c)", new byte[] {
                            (byte) 0x80, 0, '\''
                        }))
                        .containsExactly("800027", "800027");
                Column chinese = new Column(1, "c", 2, ColumnType.STRING, false, true, false, null);
                assertThat(written(lab, ZeroDates.KEEP, chinese, Charset.forName("GB18030"), "c", "中文縗\\"))
                        .containsExactly("中文縗\\", "中文縗\\");
            }
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveBytesThatAreNoTextToTheServer(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            Column text = new Column(1, "c", 2, ColumnType.STRING, false, true, false, null);
            assertThatThrownBy(() -> written(
                            lab, ZeroDates.KEEP, text, StandardCharsets.UTF_8, "c", new byte[] {'a', (byte) 0xff}))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Incorrect string value");
            check(lab, ColumnType.STRING, "\uFFFD", "\uFFFD");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldWriteDatesAndTimes(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            String text = "CAST(c AS CHAR)";
            check(lab, ColumnType.DATETIME, text, "9999-12-31 23:59:59.999999", "9999-12-31 23:59:59.999999");
            check(lab, ColumnType.DATETIME, text, "2026-02-28 00:00:00", "2026-02-28 00:00:00.000000");
            check(lab, ColumnType.DATE, text, "2024-02-29", "2024-02-29");
            check(lab, ColumnType.TIME, text, Duration.ofSeconds(-(838 * 3600 + 59 * 60 + 59)), "-838:59:59");
            check(lab, ColumnType.TIMESTAMP, text, Instant.parse("2026-02-03T04:05:06Z"), "2026-02-03 04:05:06");
            check(lab, ColumnType.TIMESTAMP, text, Instant.parse("2038-01-19T03:14:07Z"), "2038-01-19 03:14:07");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldDoWithZeroDatesWhatIsWanted(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            String text = "CAST(c AS CHAR)";
            check(lab, ColumnType.DATETIME, text, "0000-00-00 00:00:00", "0000-00-00 00:00:00.000000");
            check(lab, ColumnType.DATE, text, "2026-02-00", "2026-02-00");
            check(lab, ColumnType.DATE, text, "2026-02-30", "2026-02-30");
            check(lab, ColumnType.TIMESTAMP, text, "0000-00-00 00:00:00", "0000-00-00 00:00:00");
            Column date = new Column(1, "c", 2, ColumnType.DATE, false, true, false, null);
            assertThat(written(lab, ZeroDates.NULL, date, StandardCharsets.UTF_8, text, "2026-02-30"))
                    .containsExactly("null", "null");
            assertThatThrownBy(() -> written(lab, ZeroDates.FAIL, date, StandardCharsets.UTF_8, text, "0000-00-00"))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("Column c of table " + lab.database() + ".t is 0000-00-00")
                    .hasMessageContaining("zeroDates is FAIL");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseNumbersThatSqlDoesNotKnow(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            Column real = new Column(1, "c", 2, ColumnType.DOUBLE, false, true, false, null);
            assertThatThrownBy(() -> written(lab, ZeroDates.KEEP, real, StandardCharsets.UTF_8, "c", Double.NaN))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("NaN");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindRowsByKeysThatAreFilledUpWithZeros(TargetKind kind) throws SQLException {
        try (TargetLab lab = TargetLab.open(kind)) {
            lab.run("CREATE TABLE t (id BINARY(16) PRIMARY KEY)");
            TableSchema schema = TableSchema.builder(9, new TableName(lab.database(), "t"))
                    .column(new Column(0, "id", 1, ColumnType.STRING, true, false, false, null))
                    .primaryKey("id")
                    .build();
            BatchPlanner planner = new BatchPlanner(lab.catalog(creating(ZeroDates.KEEP)), lab.facts(), 10);
            for (boolean prepared : List.of(false, true)) {
                Object[] key = {new byte[] {1, 2}};
                lab.apply(planner.plan(List.of(transaction(5, insert(schema, key))), PlanMode.EXACT), prepared);
                lab.apply(planner.plan(List.of(transaction(6, delete(schema, key))), PlanMode.EXACT), prepared);
            }
            assertThat(lab.rows("SELECT HEX(id) FROM t")).isEmpty();
        }
    }
}
