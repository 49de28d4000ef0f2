package io.github.binlogcapturer.server.terminal;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TextTableTest {

    @Test
    void shouldAlignColumns() {
        TextTable table =
                TextTable.of("table", "rows").row("shop.orders", "1,200").row("shop.a", "3");

        assertThat(print(table)).isEqualTo("table         rows\nshop.orders  1,200\nshop.a           3\n");
    }

    @Test
    void shouldKeepCellsFromSteeringTheTerminal() {
        assertThat(print(TextTable.of("name").row("\u001b[2J")))
                .contains("\\u001b[2J")
                .doesNotContain("\u001b");
    }

    @Test
    void shouldRefuseARowOfAnotherWidth() {
        assertThatThrownBy(() -> TextTable.of("a", "b").row("1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 cells does not fit 2");
    }

    private static String print(TextTable table) {
        StringWriter text = new StringWriter();
        try (PrintWriter out = new PrintWriter(text)) {
            table.print(out, Colours.of(false));
        }
        return text.toString();
    }
}
