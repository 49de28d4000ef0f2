package io.github.binlogcapturer.internal.conflict;

import org.jspecify.annotations.Nullable;

/**
 * Maps texts that some collation takes for equal onto one sequence of units. Coarser than any single collation, as it has to serve
 * all that {@code KeyPart.Comparison} declares as folded. Not thread-safe.
 *
 * <p>Of ASCII only what follows is folded, each for a collation in wide use: case; control characters go; y is u (Swedish: y = ü), and ~
 * too (gbk_chinese_ci has y there); [ and \\ are a, ] is o (Latin 1: Å, Ä, Ö); e behind a, o or u goes (German: ä = ae), as do a behind
 * a (Danish: å = aa) and s behind s (ß = ss). Beyond ASCII see {@link BaseLetters}.
 */
final class TextFolding {

    /** Stands for all characters beyond U+FFFF where they are one. */
    static final char BEYOND = '\ufffd';

    private static final int DROPPED = 0;
    private static final byte[] ASCII = new byte[128];

    static {
        for (char c = ' '; c < 127; c++) {
            ASCII[c] = (byte) Character.toLowerCase(c);
        }
        ASCII['Y'] = 'u';
        ASCII['y'] = 'u';
        ASCII['~'] = 'u';
        ASCII['['] = 'a';
        ASCII['\\'] = 'a';
        ASCII[']'] = 'o';
    }

    private final @Nullable String[] basesByChar = new @Nullable String[0x10000];
    private final TextHash hash;
    private int last;

    TextFolding(TextHash hash) {
        this.hash = hash;
    }

    /** Folds a text of ASCII characters into the hash. */
    void fold(byte[] ascii, int length) {
        last = 0;
        for (int i = 0; i < length; i++) {
            add(ASCII[ascii[i]]);
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
            if (c < 128) {
                add(ASCII[c]);
            } else if (c <= 0xffff) {
                addAll(bases((char) c));
            } else {
                beyond = true;
                addAll(one ? String.valueOf(BEYOND) : BaseLetters.of(c));
            }
        }
        return beyond;
    }

    private String bases(char c) {
        String bases = basesByChar[c];
        if (bases == null) {
            bases = BaseLetters.of(c);
            basesByChar[c] = bases;
        }
        return bases;
    }

    private void addAll(String bases) {
        for (int i = 0; i < bases.length(); i++) {
            char unit = bases.charAt(i);
            add(unit < 128 ? ASCII[unit] : unit);
        }
    }

    private void add(int unit) {
        boolean merged = unit == DROPPED
                || (unit == 'e' && (last == 'a' || last == 'o' || last == 'u'))
                || (unit == 'a' && last == 'a')
                || (unit == 's' && last == 's');
        if (!merged) {
            hash.add(unit);
            last = unit;
        }
    }
}
