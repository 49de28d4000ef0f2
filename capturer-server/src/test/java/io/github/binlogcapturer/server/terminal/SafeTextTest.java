package io.github.binlogcapturer.server.terminal;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SafeTextTest {

    @Test
    void shouldLeavePlainTextAsItIs() {
        assertThat(SafeText.of("Grüße 你好 😀 'x'")).isEqualTo("Grüße 你好 😀 'x'");
    }

    @Test
    void shouldEscapeWhatSteersATerminal() {
        assertThat(SafeText.of("\u001b[31mred\u0007\r\n\t")).isEqualTo("\\u001b[31mred\\u0007\\r\\n\\t");
    }

    @Test
    void shouldEscapeWhatTurnsTheDirectionOfText() {
        assertThat(SafeText.of("a\u202eb\u2028\u009b")).isEqualTo("a\\u202eb\\u2028\\u009b");
    }
}
