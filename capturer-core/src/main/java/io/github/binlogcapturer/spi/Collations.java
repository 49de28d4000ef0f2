package io.github.binlogcapturer.spi;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * The collations for which folding was proved: on MariaDB 11.4 and MySQL 8.0, texts that they take for equal fold to the same. The test kit's
 * CollationTest asks the servers.
 */
final class Collations {

    private static final Set<String> UNICODE_CHARSETS =
            Set.of("utf8", "utf8mb3", "utf8mb4", "ucs2", "utf16", "utf16le", "utf32");

    /** What names of Unicode collations are made of. Not proved, for i = y, i = j, u = v and the like: is, ja, la, lt, lv, persian, sv ... */
    private static final Set<String> UNICODE_WORDS =
            words("general mysql500 unicode 520 w2 uca1400 0900 nopad ai as ci cs"
                    + " croatian mysql561 czech danish esperanto german2 hungarian latvian myanmar polish romanian sinhala slovak slovenian spanish"
                    + " spanish2 swedish thai turkish vietnamese"
                    + " da de pb eo es trad hr pl ro ru sk sl tr vi zh");

    /**
     * Collations of other character sets. Without euckr_korean_ci: MySQL compares the second byte of a syllable without case too, so that
     * strangers are equal.
     */
    private static final Set<String> OTHERS =
            words("armscii8_general_ci ascii_general_ci cp1250_croatian_ci cp1250_czech_cs"
                    + " cp1250_polish_ci cp1251_general_ci cp1251_general_cs cp1256_general_ci cp1257_general_ci cp850_general_ci cp852_general_ci"
                    + " cp866_general_ci cp932_japanese_ci dec8_swedish_ci eucjpms_japanese_ci gb18030_chinese_ci"
                    + " gb18030_unicode_520_ci gb2312_chinese_ci gbk_chinese_ci greek_general_ci hebrew_general_ci hp8_english_ci"
                    + " keybcs2_general_ci koi8r_general_ci latin1_general_ci latin1_general_cs latin1_german1_ci latin1_german2_ci latin1_spanish_ci"
                    + " latin1_swedish_ci latin2_croatian_ci latin5_turkish_ci latin7_estonian_cs latin7_general_cs macroman_general_ci"
                    + " sjis_japanese_ci swe7_swedish_ci ujis_japanese_ci");

    private Collations() {}

    static KeyPart.Comparison comparison(String charset, String collation) {
        String name = collation.toLowerCase(Locale.ROOT);
        if (name.equals("binary")) {
            return KeyPart.Comparison.EXACT;
        }
        if (name.endsWith("_bin")) {
            return KeyPart.Comparison.BINARY_TEXT;
        }
        return isProved(charset.toLowerCase(Locale.ROOT), name)
                ? KeyPart.Comparison.FOLDED_TEXT
                : KeyPart.Comparison.UNKNOWN;
    }

    private static boolean isProved(String charset, String name) {
        if (!UNICODE_CHARSETS.contains(charset)) {
            return OTHERS.contains(name.replace("_nopad", ""));
        }
        // MariaDB shows uca1400_ai_ci where it means utf8mb4_uca1400_ai_ci
        String first = name.substring(0, Math.max(0, name.indexOf('_')));
        String rest = UNICODE_CHARSETS.contains(first) ? name.substring(first.length() + 1) : name;
        return Arrays.stream(rest.split("_", -1)).allMatch(UNICODE_WORDS::contains);
    }

    private static Set<String> words(String text) {
        return Set.of(text.split(" ", -1));
    }
}
