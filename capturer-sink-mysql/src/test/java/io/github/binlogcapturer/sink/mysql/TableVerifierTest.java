package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.sink.mysql.RowDifference.Kind;
import io.github.binlogcapturer.testkit.database.DatabaseServer;
import io.github.binlogcapturer.testkit.database.MariaDbServer;
import io.github.binlogcapturer.testkit.database.MySqlServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class TableVerifierTest {

    private static final String SIMPLE = "CREATE TABLE t (id BIGINT PRIMARY KEY, name VARCHAR(40), n INT)";
    private static final String EVERY_TYPE = """
            CREATE TABLE t (id BIGINT UNSIGNED PRIMARY KEY, flag TINYINT(1), tiny TINYINT, small SMALLINT UNSIGNED,
              padded INT(8) ZEROFILL, exact DECIMAL(30,4), f FLOAT, d DOUBLE, c CHAR(10), v VARCHAR(100), txt TEXT,
              b BINARY(4), vb VARBINARY(40), bl BLOB, bits BIT(9), y YEAR, da DATE, dt DATETIME, dt6 DATETIME(6),
              ts TIMESTAMP(3) NULL, ti TIME(2), e ENUM('one','two'), s SET('x','y','z'), j JSON,
              g INT GENERATED ALWAYS AS (tiny + 1) STORED)""";
    private static final String EVERY_COLUMN =
            " (id, flag, tiny, small, padded, exact, f, d, c, v, txt, b, vb, bl, bits, y, da, dt, dt6, ts, ti, e, s, j) VALUES ";
    private static final String EVERY_VALUE =
            "(18446744073709551615, 1, -3, 65535, 42, 12345678901234567890123.5000, 1.1, 1e100, 'ab', 'O''Neil \\\\ é😀',"
                    + " 'long', X'00FF', X'00', X'27', b'100000001', 2024, '2024-02-29', '0000-00-00 00:00:00',"
                    + " '2024-01-01 10:00:00.123450', '2024-01-01 10:00:00.120', '-12:00:00.50', 'two', 'x,z',"
                    + " '{\"a\": [1, \"b c\"]}')";

    private VerifiedTables tables;

    @BeforeEach
    void connect() throws SQLException {
        assumeTrue(MariaDbServer.isAvailable());
        tables = new VerifiedTables(MariaDbServer.shared());
    }

    @AfterEach
    void disconnect() throws SQLException {
        if (tables != null) {
            tables.close();
        }
    }

    @Test
    void shouldFindEqualTablesEqualWithoutReadingRows() throws SQLException {
        tables.both(SIMPLE, "INSERT INTO t SELECT seq, CONCAT('name', seq), seq % 7 FROM seq_1_to_2500");
        TableReport report = tables.verify();
        assertThat(report.isEqual()).isTrue();
        assertThat(report.leftRows()).isEqualTo(2500);
        assertThat(report.rightRows()).isEqualTo(2500);
        assertThat(report.chunks()).isEqualTo(3);
        assertThat(report.rowsRead()).isZero();
        assertThat(report.notes()).isEmpty();
        assertThat(report)
                .hasToString(report.left() + " -> " + report.right() + ": 2500 and 2500 rows in 3 chunks, equal");
    }

    @Test
    void shouldTellHowFarItIs() throws SQLException {
        tables.both(SIMPLE, "INSERT INTO t SELECT seq, CONCAT('name', seq), seq % 7 FROM seq_1_to_2500");
        tables.left("ANALYZE TABLE t");
        List<VerifyProgress> told = new ArrayList<>();

        TableVerifier verifier = tables.verifier().onProgress(told::add).build();
        verifier.verify(List.of(tables.table(), tables.table()));

        assertThat(told)
                .extracting(
                        VerifyProgress::number, VerifyProgress::tables, VerifyProgress::chunks, VerifyProgress::rows)
                .containsExactly(
                        tuple(1, 2, 0L, 0L),
                        tuple(1, 2, 1L, 1000L),
                        tuple(1, 2, 2L, 2000L),
                        tuple(1, 2, 3L, 2500L),
                        tuple(2, 2, 0L, 0L),
                        tuple(2, 2, 1L, 1000L),
                        tuple(2, 2, 2L, 2000L),
                        tuple(2, 2, 3L, 2500L));
        assertThat(told).allMatch(progress -> progress.table().equals(tables.table()) && progress.estimatedRows() > 0);
    }

    @Test
    void shouldTellHowFarCountingIs() throws SQLException {
        tables.both("CREATE TABLE t (n INT)", "INSERT INTO t SELECT seq FROM seq_1_to_9000");
        tables.right("DELETE FROM t WHERE n = 5");
        List<VerifyProgress> told = new ArrayList<>();

        TableReport report = tables.verify(tables.verifier().onProgress(told::add));

        assertThat(report.differences()).hasSize(1);
        assertThat(told).extracting(VerifyProgress::rows).containsExactly(0L, 2048L, 4096L, 6144L, 8192L);
    }

    @Test
    void shouldFindEmptyTablesEqual() throws SQLException {
        assertThat(tables.both(SIMPLE).verify().isEqual()).isTrue();
    }

    @Test
    void shouldTellEachKindOfDifference() throws SQLException {
        tables.left(SIMPLE, "INSERT INTO t VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)");
        tables.right(SIMPLE, "INSERT INTO t VALUES (2, 'B', 2), (3, 'c', 3), (4, 'd', 4)");
        TableReport report = tables.verify();
        assertThat(report.isEqual()).isFalse();
        assertThat(report.differences())
                .extracting(RowDifference::kind, RowDifference::key, RowDifference::columns)
                .containsExactlyInAnyOrder(
                        tuple(Kind.MISSING, Map.of("id", "1"), List.of()),
                        tuple(Kind.DIFFERENT, Map.of("id", "2"), List.of("name")),
                        tuple(Kind.EXTRA, Map.of("id", "4"), List.of()));
        assertRepairs(report);
    }

    @Test
    void shouldReadFewRowsForOneDifferenceInMany() throws SQLException {
        tables.both(SIMPLE, "INSERT INTO t SELECT seq, CONCAT('name', seq), seq % 7 FROM seq_1_to_20000");
        tables.right("UPDATE t SET n = 99 WHERE id = 12345");
        TableReport report = tables.verify();
        assertThat(report.differences()).hasSize(1);
        assertThat(report.differences().get(0).key()).containsExactly(Map.entry("id", "12345"));
        assertThat(report.chunks()).isEqualTo(21);
        assertThat(report.rowsRead()).isLessThan(100);
    }

    @Test
    void shouldSeeTheSameChangeInTwoRowsOfAChunk() throws SQLException {
        tables.both(SIMPLE, "INSERT INTO t SELECT seq, 'name', 1 FROM seq_1_to_100");
        tables.right("UPDATE t SET n = 2 WHERE id IN (10, 20)");
        assertThat(tables.verify().differences()).hasSize(2);
    }

    @Test
    void shouldFindRowsThatAreBeyondTheLeftSidesLast() throws SQLException {
        tables.both(SIMPLE, "INSERT INTO t SELECT seq, 'name', 1 FROM seq_1_to_10");
        tables.right("INSERT INTO t SELECT seq, 'more', 2 FROM seq_11_to_300");
        TableReport report = tables.verify(tables.verifier().chunkRows(50));
        assertThat(report.differences()).hasSize(290).allMatch(difference -> difference.kind() == Kind.EXTRA);
        assertRepairs(report);
    }

    @Test
    void shouldGoByCompositeKeysInTheirOwnOrder() throws SQLException {
        tables.both(
                "CREATE TABLE t (v INT, b VARCHAR(20), a INT, PRIMARY KEY (a, b)) CHARACTER SET utf8mb4",
                "INSERT INTO t SELECT seq, CONCAT('k\\'', seq % 10), seq DIV 10 FROM seq_1_to_3000");
        tables.right(
                "DELETE FROM t WHERE a = 7 AND b = 'k''3'",
                "UPDATE t SET v = -1 WHERE a = 299 AND b = 'k''9'",
                "INSERT INTO t VALUES (1, 'new\\\\', 150)");
        TableReport report = tables.verify(tables.verifier().chunkRows(100));
        assertThat(report.differences())
                .extracting(RowDifference::toString)
                .containsExactlyInAnyOrder(
                        "MISSING {a=7, b=k'3}", "DIFFERENT {a=299, b=k'9} in [v]", "EXTRA {a=150, b=new\\}");
        assertThat(report.leftRows()).isEqualTo(3000);
        assertRepairs(report);
    }

    @Test
    void shouldCountRowsWithoutAKey() throws SQLException {
        tables.both("CREATE TABLE t (a INT, b VARCHAR(20), c DOUBLE)");
        tables.left("INSERT INTO t VALUES (1, 'x', 0.5), (1, 'x', 0.5), (1, 'x', 0.5), (2, NULL, 1), (3, 'same', 2)");
        tables.right("INSERT INTO t VALUES (1, 'x', 0.5), (2, '', 1), (2, '', 1), (3, 'same', 2)");
        TableReport report = tables.verify();
        assertThat(report.differences())
                .extracting(RowDifference::toString)
                .containsExactlyInAnyOrder("MISSING {} x 2", "MISSING {}", "EXTRA {} x 2");
        assertRepairs(report);
        assertThat(tables.verify().rowsRead()).isZero();
    }

    @Test
    void shouldRefuseToKeepMoreRowsWithoutKeyThanAllowed() throws SQLException {
        tables.both("CREATE TABLE t (a INT)").left("INSERT INTO t SELECT seq FROM seq_1_to_100");
        TableReport report = tables.verify(tables.verifier().maxRowsWithoutKey(99));
        assertThat(report.isEqual()).isFalse();
        assertThat(report.problem()).get().asString().contains("maxRowsWithoutKey");
    }

    @Test
    void shouldTakeRowsOfEveryTypeForEqualAndRepairThem() throws SQLException {
        String insert = "INSERT INTO t" + EVERY_COLUMN + EVERY_VALUE;
        tables.both("SET sql_mode = ''", EVERY_TYPE).left(insert, "INSERT INTO t (id) VALUES (5)");
        TableReport report = tables.verify();
        assertThat(report.differences()).hasSize(2);
        assertRepairs(report);
        tables.right("UPDATE t SET flag = 0, tiny = 7, padded = 43, b = X'01', bits = 3, y = 2023,"
                + " dt = '2020-01-01', dt6 = NULL, e = 'one', s = '', v = NULL");
        assertRepairs(tables.verify());
    }

    @Test
    void shouldSeeEachColumnsDifference() throws SQLException {
        tables.both("SET sql_mode = ''", EVERY_TYPE, "INSERT INTO t" + EVERY_COLUMN + EVERY_VALUE);
        for (String column : List.of("flag", "tiny", "small", "padded", "exact", "f", "d", "bits")) {
            tables.right("UPDATE t SET " + column + " = 2");
        }
        for (String column : List.of("c", "v", "txt", "b", "vb", "bl", "e", "s", "j")) {
            tables.right("UPDATE t SET " + column + " = NULL");
        }
        for (String column : List.of("y", "da", "dt", "dt6", "ts", "ti")) {
            tables.right("UPDATE t SET " + column + " = NULL");
        }
        TableReport report = tables.verify();
        assertThat(report.differences().get(0).columns()).hasSize(24);
        assertRepairs(report);
    }

    @Test
    void shouldTellNullFromEmpty() throws SQLException {
        tables.both(SIMPLE).left("INSERT INTO t VALUES (1, NULL, 1)").right("INSERT INTO t VALUES (1, '', 1)");
        TableReport report = tables.verify();
        assertThat(report.differences().get(0).columns()).containsExactly("name");
        assertRepairs(report);
    }

    @Test
    void shouldTakeFloatsForEqualWithinTheirDigits() throws SQLException {
        tables.both("CREATE TABLE t (id INT PRIMARY KEY, d DOUBLE)");
        tables.left("INSERT INTO t VALUES (1, 0.1234564999999999), (2, 3)");
        tables.right("INSERT INTO t VALUES (1, 0.1234565000000001), (2, 3.00001)");
        assertThat(tables.verify().differences())
                .extracting(RowDifference::toString)
                .containsExactly("DIFFERENT {id=2} in [d]");
    }

    @Test
    void shouldCompareTextByCharactersWhateverItsCharset() throws SQLException {
        tables.left(
                "CREATE TABLE t (k VARCHAR(20) PRIMARY KEY, v TEXT) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
        tables.right("CREATE TABLE t (k VARCHAR(20) PRIMARY KEY, v TEXT) CHARACTER SET latin1 COLLATE latin1_bin");
        tables.both(
                "INSERT INTO t SELECT CONCAT(CHAR(97 + seq % 26 - 32 * (seq % 2) USING ascii), 'é', seq), 'ü' FROM seq_1_to_500");
        TableReport equal = tables.verify(tables.verifier().chunkRows(40));
        assertThat(equal.differences()).isEmpty();
        assertThat(equal.isEqual()).isTrue();
        tables.right("UPDATE t SET v = 'Ü' WHERE k LIKE '%é77'", "DELETE FROM t WHERE k LIKE '%é400'");
        TableReport report = tables.verify(tables.verifier().chunkRows(40));
        assertThat(report.differences())
                .extracting(RowDifference::kind)
                .containsExactlyInAnyOrder(Kind.DIFFERENT, Kind.MISSING);
        assertRepairs(report);
    }

    @Test
    void shouldGoByHashWhereTheOrderIsNotWhatServersSay() throws SQLException {
        tables.left("CREATE TABLE t (k VARCHAR(20) PRIMARY KEY, v INT) COLLATE utf8mb4_general_ci");
        tables.right("CREATE TABLE t (k VARCHAR(20) PRIMARY KEY, v INT) COLLATE utf8mb4_bin");
        tables.both(
                "INSERT INTO t SELECT CONCAT(CHAR(97 + seq % 26 - 32 * (seq % 2) USING ascii), seq), 1 FROM seq_1_to_3000");
        tables.right("UPDATE t SET v = 2 WHERE k LIKE '%77'");
        TableVerifier.Builder verifier = tables.verifier()
                .left(new PlainServer(tables.leftUrl(), "utf8mb4_bin"))
                .chunkRows(100);
        TableReport report = tables.verify(verifier);
        assertThat(report.differences()).hasSize(30).allMatch(difference -> difference.kind() == Kind.DIFFERENT);
        assertThat(report.leftRows()).isEqualTo(3000);
        assertRepairs(report);
    }

    @Test
    void shouldGoByHashWithAnEnumInTheKey() throws SQLException {
        tables.both(
                "CREATE TABLE t (e ENUM('z', 'a', 'm') PRIMARY KEY, v INT)", "INSERT INTO t VALUES ('a', 1), ('z', 2)");
        tables.right("UPDATE t SET v = 3 WHERE e = 'a'", "INSERT INTO t VALUES ('m', 1)");
        TableReport report = tables.verify();
        assertThat(report.differences())
                .extracting(RowDifference::toString)
                .containsExactlyInAnyOrder("DIFFERENT {e=a} in [v]", "EXTRA {e=m}");
        assertRepairs(report);
    }

    @Test
    void shouldTellKeysApartThatACollationTakesForOne() throws SQLException {
        tables.both("CREATE TABLE t (k VARCHAR(20) PRIMARY KEY) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
        tables.left("INSERT INTO t VALUES ('anna')").right("INSERT INTO t VALUES ('Anna')");
        TableReport report = tables.verify();
        assertThat(report.differences())
                .extracting(RowDifference::toString)
                .containsExactlyInAnyOrder("MISSING {k=anna}", "EXTRA {k=Anna}");
        assertRepairs(report);
    }

    @Test
    void shouldReadAllRowsWhereTypesDiffer() throws SQLException {
        tables.left("CREATE TABLE t (id INT PRIMARY KEY, d DOUBLE, dt DATETIME(6))");
        tables.right("CREATE TABLE t (id BIGINT PRIMARY KEY, d DECIMAL(20,6), dt DATETIME(3))");
        tables.both("INSERT INTO t SELECT seq, seq / 4, '2024-01-01 00:00:00.5' FROM seq_1_to_300");
        TableReport equal = tables.verify(tables.verifier().chunkRows(100));
        assertThat(equal.isEqual()).isTrue();
        assertThat(equal.rowsRead()).isEqualTo(600);
        assertThat(equal.notes()).hasSize(2).allMatch(note -> note.contains("all rows are read"));
        tables.right("UPDATE t SET d = 0 WHERE id = 150");
        assertThat(tables.verify().differences()).hasSize(1);
    }

    @Test
    void shouldReadAllRowsOfAServerWithoutTheFunctions() throws SQLException {
        tables.both(
                "CREATE TABLE t (a INT, b INT, v VARCHAR(10), PRIMARY KEY (b, a))",
                "INSERT INTO t SELECT seq % 10, seq DIV 10, 'x' FROM seq_1_to_500");
        tables.right("UPDATE t SET v = 'y' WHERE a = 3 AND b = 33", "DELETE FROM t WHERE b = 5");
        TableVerifier.Builder verifier =
                tables.verifier().left(new PlainServer(tables.leftUrl())).chunkRows(64);
        TableReport report = tables.verify(verifier);
        assertThat(report.differences()).hasSize(11);
        assertThat(report.notes())
                .singleElement()
                .asString()
                .contains("left server refuses")
                .contains("CRC32");
        tables.repair(report);
        assertThat(tables.verify(verifier).isEqual()).isTrue();
    }

    @Test
    void shouldCountRowsWithoutKeyOfAServerWithoutTheFunctions() throws SQLException {
        tables.both("CREATE TABLE t (a INT)", "INSERT INTO t SELECT seq % 5 FROM seq_1_to_50");
        TableVerifier.Builder verifier = tables.verifier().left(new PlainServer(tables.mariaDbUrl()));
        assertThat(tables.verify(verifier).isEqual()).isTrue();
        tables.right("UPDATE t SET a = 9 LIMIT 1");
        assertThat(tables.verify(verifier).differences()).hasSize(2);
    }

    @Test
    void shouldListNoMoreDifferencesThanAskedFor() throws SQLException {
        tables.both(SIMPLE).left("INSERT INTO t SELECT seq, 'name', 1 FROM seq_1_to_500");
        TableReport report = tables.verify(tables.verifier().maxDifferences(10).chunkRows(50));
        assertThat(report.differences()).hasSize(10);
        assertThat(report.complete()).isFalse();
        assertThat(report.leftRows()).isEqualTo(500);
        assertThat(report.toString()).endsWith("at least 10 differ");
    }

    @Test
    void shouldLeaveOutColumnsAndSayWhatIsOnTheRightOnly() throws SQLException {
        tables.left(
                "CREATE TABLE t (id INT PRIMARY KEY, name TEXT, secret TEXT)", "INSERT INTO t VALUES (1, 'a', 'b')");
        tables.right("CREATE TABLE t (ID INT PRIMARY KEY, NAME TEXT, more INT)", "INSERT INTO t VALUES (1, 'a', 5)");
        TableReport problem = tables.verify();
        assertThat(problem.problem()).get().asString().contains("has no column secret");
        TableReport report =
                tables.verify(tables.verifier().columns(ColumnSelection.all().without("*.t", "secret")));
        assertThat(report.isEqual()).isTrue();
        assertThat(report.notes()).singleElement().asString().contains("Column more is on the right side only");
    }

    @Test
    void shouldReportATableThatIsMissing() throws SQLException {
        TableReport report = tables.left(SIMPLE).verify();
        assertThat(report.isEqual()).isFalse();
        assertThat(report.problem()).get().asString().startsWith("The right side has no table");
    }

    @Test
    void shouldCompareTimestampsInOneZoneAndLeaveSessionsAsTheyWere() throws SQLException {
        tables.both("CREATE TABLE t (id INT PRIMARY KEY, ts TIMESTAMP)");
        tables.left("SET time_zone = '+08:00'", "INSERT INTO t VALUES (1, '2024-01-01 08:00:00')");
        tables.right("SET time_zone = '-05:00'", "INSERT INTO t VALUES (1, '2023-12-31 19:00:00')");
        assertThat(tables.verify().isEqual()).isTrue();
    }

    @Test
    void shouldAskForBothSides() {
        assertThatThrownBy(() -> TableVerifier.builder().build()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> TableVerifier.builder().chunkRows(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldSayWhichSideFailed() throws SQLException {
        tables.left(SIMPLE).right("CREATE VIEW t AS SELECT 1 AS id, 'x' AS name, 2 AS n");
        tables.right(
                "CREATE TABLE gone (id INT)", "CREATE OR REPLACE VIEW t AS SELECT id, 'x' AS name, 2 AS n FROM gone");
        tables.right("DROP TABLE gone");
        assertThatThrownBy(tables::verify).isInstanceOf(SQLException.class).hasMessageContaining("right");
    }

    @Test
    void shouldCompareMariaDbWithMySqlByEitherDriver() throws SQLException {
        assumeTrue(MySqlServer.isAvailable());
        DatabaseServer mysql = MySqlServer.shared();
        String target = mysql.createDatabase();
        String insert = "INSERT INTO t" + EVERY_COLUMN + EVERY_VALUE;
        tables.left("SET sql_mode = ''", EVERY_TYPE, insert);
        try (Connection connection = mysql.connect(target);
                Statement statement = connection.createStatement()) {
            statement.execute("SET sql_mode = ''");
            statement.execute(EVERY_TYPE);
            statement.execute(insert);
            TableVerifier verifier = tables.verifier()
                    .left(tables.mariaDbUrl(), "root", "")
                    .right(mysql.url(target), mysql.user(), mysql.password())
                    .routes(TableRoutes.builder()
                            .route("*.*", target + ".{table}")
                            .build())
                    .build();
            TableReport report = tables.verify(verifier);
            assertThat(report.differences()).isEmpty();
            assertThat(report.isEqual()).isTrue();
        }
    }

    /** Carries out the repair and finds the tables equal. */
    private void assertRepairs(TableReport report) throws SQLException {
        tables.repair(report);
        assertThat(tables.verify().differences()).isEmpty();
        assertThat(tables.verify().isEqual()).isTrue();
    }
}
