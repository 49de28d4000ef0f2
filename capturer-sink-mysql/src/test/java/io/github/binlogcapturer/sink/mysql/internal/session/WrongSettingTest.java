package io.github.binlogcapturer.sink.mysql.internal.session;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WrongSettingTest {

    @Test
    void shouldNameTheSettingThatHelps() {
        assertThat(WrongSetting.remedy(
                        new SQLNonTransientConnectionException("Public Key Retrieval is not allowed", "08001")))
                .contains("allowPublicKeyRetrieval");
        assertThat(WrongSetting.remedy(new SQLNonTransientConnectionException("SSL Connection required", "08001")))
                .contains("sslMode");
        assertThat(WrongSetting.remedy(
                        new SQLException("Link failure", "08S01", new SSLHandshakeException("no valid path"))))
                .contains("sslMode");
        assertThat(WrongSetting.remedy(new SQLException("Link failure", "08S01", new UnknownHostException("x"))))
                .contains("host");
        assertThat(WrongSetting.remedy(new SQLException("Host 'x' is not allowed to connect", "HY000", 1130)))
                .contains("create the user");
    }

    @Test
    void shouldTakeATroubleForATrouble() {
        assertThat(WrongSetting.remedy(new SQLException("Link failure", "08S01", new ConnectException("refused"))))
                .isNull();
        Throwable brokenOff = new SSLHandshakeException("Remote host terminated the handshake")
                .initCause(new EOFException("no more"));
        assertThat(WrongSetting.remedy(new SQLException("Link failure", "08S01", brokenOff)))
                .isNull();
        assertThat(WrongSetting.remedy(new SQLTransientConnectionException("Too many connections", "08004", 1040)))
                .isNull();
        assertThat(WrongSetting.remedy(new SQLException("Deadlock", "40001", 1213)))
                .isNull();
    }

    @Test
    void shouldShowTheRootCause() {
        SQLException error = new SQLException(
                "Communications link failure", "08S01", new IllegalStateException(new ConnectException("refused")));
        assertThat(Faults.text(error)).isEqualTo("Communications link failure (0, 08S01): ConnectException: refused");
    }
}
