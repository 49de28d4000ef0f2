package io.github.binlogcapturer.internal.conflict;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Maps texts that some collation takes for equal onto one sequence of units. Coarser than any single collation, as it has to serve
 * all that {@code KeyPart.Comparison} declares as folded; letters and digits of ASCII stay apart but for what {@link #add} says.
 * Not thread-safe.
 */
final class TextFolding {

    private static final String[] ASCII = new String[128];

    static {
        for (char c = 0; c < 128; c++) {
            ASCII[c] = c < ' ' || c == 127 ? "" : String.valueOf(Character.toLowerCase(c));
        }
    }

    private final @Nullable String[] folded = new @Nullable String[0x10000];
    private final TextHash hash;
    private int last;

    TextFolding(TextHash hash) {
        this.hash = hash;
    }

    /** Folds a text of ASCII characters into the hash. */
    void fold(byte[] ascii, int length) {
        last = 0;
        for (int i = 0; i < length; i++) {
            addAll(ASCII[ascii[i]]);
        }
    }

    /**
     * Folds a text into the hash.
     *
     * @param one whether all characters beyond U+FFFF are one, as older collations have it; else they are what Unicode says
     * @return whether there are such characters
     */
    boolean fold(String text, boolean one) {
        last = 0;
        boolean beyond = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            beyond |= c > 0xffff;
            addAll(c < 128 ? ASCII[c] : c > 0xffff && one ? "\ufffd" : unitsOf(c));
        }
        return beyond;
    }

    private String unitsOf(int c) {
        if (c > 0xffff) {
            return decompose(c);
        }
        String units = folded[c];
        if (units == null) {
            units = decompose(c);
            folded[c] = units;
        }
        return units;
    }

    private void addAll(String units) {
        for (int i = 0; i < units.length(); i++) {
            add(units.charAt(i));
        }
    }

    private void add(char unit) {
        hash.add(unit);
        last = unit;
    }

    private static String decompose(int c) {
        String upper = Character.toString(c).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        String parts = Normalizer.normalize(upper, Normalizer.Form.NFKD);
        StringBuilder units = new StringBuilder();
        parts.chars().filter(part -> !ignorable(part)).forEach(part -> units.append((char) part));
        return units.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean ignorable(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.COMBINING_SPACING_MARK;
    }
}
