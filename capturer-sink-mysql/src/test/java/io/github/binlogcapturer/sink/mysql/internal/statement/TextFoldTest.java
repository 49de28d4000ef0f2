package io.github.binlogcapturer.sink.mysql.internal.statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TextFoldTest {

    @ParameterizedTest
    @CsvSource({
        "abc, ABC", "é, E", "straße, STRASSE", "ß, s", "æ, AE", "ø, o", "ｱ, ア", "ア, あ", "ァ, ア", "Ａ, a", "'a ', a",
        "'é  ', e", "İ, i", "ı, I", "ﬁ, fi", "😀, 😁"
    })
    void shouldMakeTheSameWhatACollationTakesForEqual(String one, String other) {
        assertThat(TextFold.folded(one)).isEqualTo(TextFold.folded(other));
    }

    @ParameterizedTest
    @CsvSource({"a, b", "ab, ba", "' a', a", "中, 文", "a1, a2"})
    void shouldTellOthersApart(String one, String other) {
        assertThat(TextFold.folded(one)).isNotEqualTo(TextFold.folded(other));
    }

    @Test
    void shouldOnlyForgetTrailingSpacesOfBinaryTexts() {
        assertThat(TextFold.binary("Aé  ")).isEqualTo("Aé");
    }

    @Test
    void shouldCountCharactersOfAPrefix() {
        assertThat(TextFold.prefix("a😀bc", 3)).isEqualTo("a😀b");
        assertThat(TextFold.prefix("ab", 3)).isEqualTo("ab");
        assertThat(TextFold.prefix("abc", 0)).isEqualTo("abc");
    }
}
