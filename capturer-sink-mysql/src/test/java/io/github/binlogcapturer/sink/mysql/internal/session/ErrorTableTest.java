package io.github.binlogcapturer.sink.mysql.internal.session;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorTableTest {

    @ParameterizedTest
    @CsvSource({
        "1213, 40001, RETRY",
        "1205, HY000, RETRY",
        "3572, HY000, RETRY",
        "1317, 70100, RETRY",
        "3024, HY000, RETRY",
        "1969, 70100, RETRY",
        "1020, HY000, RETRY",
        "3101, 40000, RETRY",
        "0, 40001, RETRY",
        "2006, HY000, RECONNECT",
        "2013, HY000, RECONNECT",
        "1053, 08S01, RECONNECT",
        "1927, 70100, RECONNECT",
        "4031, HY000, RECONNECT",
        "1180, HY000, RECONNECT",
        "0, 08S01, RECONNECT",
        "1040, 08004, WAIT",
        "1203, 42000, WAIT",
        "1290, HY000, WAIT",
        "1836, HY000, WAIT",
        "1792, 25006, WAIT",
        "1153, 08S01, SHRINK",
        "1197, HY000, SHRINK",
        "1206, HY000, SHRINK",
        "1062, 23000, ROW_FAULT",
        "1048, 23000, ROW_FAULT",
        "1264, 22003, ROW_FAULT",
        "1366, 22007, ROW_FAULT",
        "1406, 22001, ROW_FAULT",
        "1451, 23000, ROW_FAULT",
        "1452, 23000, ROW_FAULT",
        "3819, HY000, ROW_FAULT",
        "4025, 23000, ROW_FAULT",
        "1644, 45000, ROW_FAULT",
        "3140, 22032, ROW_FAULT",
        "9999, 23000, ROW_FAULT",
        "1146, 42S02, SCHEMA",
        "1049, 42000, SCHEMA",
        "1054, 42S22, SCHEMA",
        "1364, HY000, SCHEMA",
        "1060, 42S21, SCHEMA",
        "1615, HY000, RETRY",
        "9007, HY000, RETRY",
        "8022, HY000, RETRY",
        "1243, HY000, RECONNECT",
        "1135, HY000, WAIT",
        "1461, 42000, WAIT",
        "1130, HY000, FATAL",
        "1136, 21S01, SCHEMA",
        "1045, 28000, FATAL",
        "1142, 42000, FATAL",
        "1227, 42000, FATAL",
        "1064, 42000, FATAL",
        "9999, HY000, FATAL",
    })
    void shouldTellTheClass(int code, String state, ErrorClass expected) {
        assertThat(ErrorTable.classOf(new SQLException("text", state, code))).isEqualTo(expected);
    }

    @Test
    void shouldLookThroughWhatThePoolWraps() {
        SQLException inner = new SQLException("Access denied", "28000", 1045);
        assertThat(ErrorTable.classOf(new SQLTransientConnectionException("timed out", inner)))
                .isEqualTo(ErrorClass.FATAL);
        assertThat(ErrorTable.codeOf(new SQLTransientConnectionException("timed out", inner)))
                .isEqualTo(1045);
    }

    @Test
    void shouldTellALostConnectionByItsType() {
        assertThat(ErrorTable.classOf(new SQLRecoverableException("gone"))).isEqualTo(ErrorClass.RECONNECT);
        assertThat(ErrorTable.classOf(new SQLTransientConnectionException("timed out")))
                .isEqualTo(ErrorClass.RECONNECT);
    }

    @Test
    void shouldTellAnOversizedPacketByTheDriversType() {
        SQLException wrapper = new SQLException("x", "08S01", 0, new PacketTooBigException());
        assertThat(ErrorTable.classOf(wrapper)).isEqualTo(ErrorClass.SHRINK);
    }

    @Test
    void shouldEndOnErrorsThatPointAtEachOther() {
        SQLException one = new SQLException("one");
        SQLException two = new SQLException("two", one);
        one.initCause(two);
        assertThat(ErrorTable.classOf(one)).isEqualTo(ErrorClass.FATAL);
    }

    private static final class PacketTooBigException extends SQLException {
        private static final long serialVersionUID = 1L;
    }
}
