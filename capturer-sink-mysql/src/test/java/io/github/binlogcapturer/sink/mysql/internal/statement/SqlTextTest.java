package io.github.binlogcapturer.sink.mysql.internal.statement;

import io.github.binlogcapturer.sink.mysql.internal.target.ServerFacts;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SqlTextTest {

    private static SqlText text(boolean noBackslashEscapes) {
        return new SqlText(new ServerFacts(false, 8, 0, 30, 1 << 20, noBackslashEscapes, 0));
    }

    @Test
    void shouldEscapeQuotesAndBackslashes() {
        assertThat(text(false).appendLiteral("it's \\ \u0000").toString()).isEqualTo("'it''s \\\\ \\0'");
    }

    @Test
    void shouldLeaveBackslashesWhereTheyStandForThemselves() {
        assertThat(text(true).appendLiteral("it's \\").toString()).isEqualTo("'it''s \\'");
    }

    @Test
    void shouldWriteBytesInHex() {
        assertThat(text(false).appendLiteral(new byte[] {0, (byte) 0xab}).toString()).isEqualTo("x'00ab'");
    }

    @Test
    void shouldBeUsableAgain() {
        SqlText text = text(false).append("SELECT ").append(-7L).append(',');
        assertThat(text.length()).isEqualTo(10);
        text.clear();
        assertThat(text.append("x").toString()).isEqualTo("x");
    }
}
