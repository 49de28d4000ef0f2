package io.github.binlogcapturer.spi;

import io.github.binlogcapturer.spi.KeyPart.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CollationsTest {

    @ParameterizedTest
    @CsvSource({
        "binary, binary, EXACT",
        "utf8mb4, utf8mb4_bin, BINARY_TEXT",
        "utf8mb4, utf8mb4_0900_bin, BINARY_TEXT",
        "utf8mb4, utf8mb4_nopad_bin, BINARY_TEXT",
        "utf8mb4, utf8mb4_general_ci, FOLDED_TEXT",
        "UTF8MB4, UTF8MB4_0900_AI_CI, FOLDED_TEXT",
        "utf8mb4, utf8mb4_de_pb_0900_as_cs, FOLDED_TEXT",
        "utf8mb4, utf8mb4_uca1400_nopad_ai_ci, FOLDED_TEXT",
        "utf8mb4, uca1400_ai_ci, FOLDED_TEXT",
        "utf8mb3, utf8mb3_unicode_520_ci, FOLDED_TEXT",
        "latin1, latin1_swedish_ci, FOLDED_TEXT",
        "latin1, latin1_swedish_nopad_ci, FOLDED_TEXT",
        "gb18030, gb18030_chinese_ci, FOLDED_TEXT",
        "latin1, latin1_danish_ci, UNKNOWN",
        "euckr, euckr_korean_ci, UNKNOWN",
        "utf8mb4, utf8mb4_lithuanian_ci, UNKNOWN",
        "utf8mb4, utf8mb4_lt_0900_ai_ci, UNKNOWN",
        "utf8mb4, utf8mb4_ja_0900_as_cs, UNKNOWN",
        "utf8mb4, utf8mb4_tlh_3000_ai_ci, UNKNOWN",
        "utf8mb4, '', UNKNOWN",
        "klingon, klingon_ci, UNKNOWN"
    })
    void shouldSayFoldedOnlyWhereItIsProved(String charset, String collation, Comparison expected) {
        assertThat(Comparison.ofCollation(charset, collation)).isEqualTo(expected);
    }
}
