package io.github.binlogcapturer.sink.mysql.internal.statement;

import java.text.Normalizer;
import java.util.Map;

/**
 * Maps texts so that those which any of the usual collations takes for equal become the same: without case, accents, width, ignorable
 * characters and trailing spaces. Some become the same that are not equal, which costs a statement and harms nothing.
 */
final class TextFold {

    private static final Map<Integer, String> EXPANSIONS = Map.of(
            0xe6, "ae", 0x153, "oe", 0xf8, "o", 0x111, "d", 0x142, "l", 0xfe, "th", 0x131, "i", 0xf0, "d", 0x127, "h");
    private static final String SMALL_KANA = "ぁぃぅぇぉっゃゅょゎ";

    private TextFold() {}

    static String binary(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }

    static String folded(String text) {
        String trimmed = binary(text);
        return isAscii(trimmed) ? ascii(trimmed) : any(trimmed);
    }

    /** Returns the first characters, as a key of that length has them. */
    static String prefix(String text, int characters) {
        boolean shorter = characters == 0 || text.codePointCount(0, text.length()) <= characters;
        return shorter ? text : text.substring(0, text.offsetByCodePoints(0, characters));
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static String ascii(String text) {
        StringBuilder folded = null;
        char last = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char to = c >= 'A' && c <= 'Z' ? (char) (c + ' ') : c;
            boolean drop = c < ' ' || c == 0x7f || (to == 's' && last == 's');
            if (folded == null && (drop || to != c)) {
                folded = new StringBuilder(text.length()).append(text, 0, i);
            }
            if (!drop) {
                last = to;
                if (folded != null) {
                    folded.append(to);
                }
            }
        }
        return folded == null ? text : binary(folded.toString());
    }

    private static String any(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFKD).codePoints().forEach(c -> append(folded, c));
        return binary(folded.toString());
    }

    private static void append(StringBuilder folded, int character) {
        switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.CONTROL,
                    Character.FORMAT -> {}
            default -> appendLetter(folded, Character.toLowerCase(Character.toUpperCase(character)));
        }
    }

    private static void appendLetter(StringBuilder folded, int letter) {
        String expansion = EXPANSIONS.get(letter);
        if (expansion != null) {
            folded.append(expansion);
        } else if (letter == 's' || letter == 0xdf || letter == 0x1e9e) {
            // the sharp s equals one s in some collations and two in others
            if (folded.isEmpty() || folded.charAt(folded.length() - 1) != 's') {
                folded.append('s');
            }
        } else if (letter > Character.MAX_VALUE) {
            // old collations have one weight for all of these
            folded.append('\uFFFD');
        } else {
            folded.append(kana((char) letter));
        }
    }

    private static char kana(char letter) {
        char hiragana = letter >= 0x30a1 && letter <= 0x30f6 ? (char) (letter - 0x60) : letter;
        return SMALL_KANA.indexOf(hiragana) >= 0 ? (char) (hiragana + 1) : hiragana;
    }
}
