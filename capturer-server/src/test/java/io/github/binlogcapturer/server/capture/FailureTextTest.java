package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.error.SinkException;
import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FailureTextTest {

    @Test
    void shouldJoinTheMessagesOfAllCausesWithoutRepetition() {
        Throwable cause = new IOException("cannot write /data", new IOException("No space left on device"));
        assertThat(FailureText.of(new SinkException("The sink of dw failed: cannot write /data", cause)))
                .isEqualTo("The sink of dw failed: cannot write /data: No space left on device");
    }

    @Test
    void shouldNotShowAMessageThatOnlyRepeatsTheCause() {
        assertThat(FailureText.of(new RuntimeException(new ConnectException("Connection refused"))))
                .isEqualTo("Connection refused");
    }

    @Test
    void shouldNameTheClassWhereThereIsNoMessage() {
        assertThat(FailureText.of(new NullPointerException())).isEqualTo("NullPointerException");
        assertThat(FailureText.of(new IllegalStateException("closed"))).isEqualTo("IllegalStateException: closed");
    }

    @Test
    void shouldBeOneLineOfBoundedLength() {
        assertThat(FailureText.of(new SinkException("a\n\tb"))).isEqualTo("a b");
        assertThat(FailureText.of(new SinkException("x".repeat(9999))))
                .hasSize(2000)
                .endsWith("…");
    }
}
