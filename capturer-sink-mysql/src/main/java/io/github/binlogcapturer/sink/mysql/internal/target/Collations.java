package io.github.binlogcapturer.sink.mysql.internal.target;

import io.github.binlogcapturer.spi.KeyPart.Comparison;
import java.util.Locale;

/** Tells from a collation's name when it takes texts for equal. */
final class Collations {

    private Collations() {}

    static Comparison ofCollation(String charset, String collation) {
        String name = collation.toLowerCase(Locale.ROOT);
        if (name.equals("binary")) {
            return Comparison.EXACT;
        }
        if (name.endsWith("_bin")) {
            return Comparison.BINARY_TEXT;
        }
        boolean common = name.contains("_general_")
                || name.contains("unicode")
                || name.contains("0900")
                || name.contains("uca1400");
        return common ? Comparison.FOLDED_TEXT : Comparison.UNKNOWN;
    }
}
