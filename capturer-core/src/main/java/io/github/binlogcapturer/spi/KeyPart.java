package io.github.binlogcapturer.spi;

import java.util.Objects;

/**
 * One part of a {@link ConflictKey}.
 *
 * @param column the column's index in the table of the source, or {@link #NO_COLUMN}
 * @param comparison when the target takes two values for equal
 * @param prefix how many characters (bytes, where values are bytes) count, or 0 for all
 */
public record KeyPart(int column, Comparison comparison, int prefix) {

    /** Stands for a part that the source does not know, such as a generated column of the target. */
    public static final int NO_COLUMN = -1;

    private static final KeyPart UNKNOWN = new KeyPart(NO_COLUMN, Comparison.UNKNOWN, 0);

    /**
     * @throws IllegalArgumentException if the column is below {@link #NO_COLUMN}, is missing where it is compared, or the prefix is below 0
     */
    public KeyPart {
        Objects.requireNonNull(comparison, "comparison");
        if (column < NO_COLUMN || prefix < 0 || (column == NO_COLUMN && comparison != Comparison.UNKNOWN)) {
            throw new IllegalArgumentException(
                    "No part of a key has column " + column + ", " + comparison + " and prefix " + prefix);
        }
    }

    /** Returns a part of a whole column. */
    public static KeyPart of(int column, Comparison comparison) {
        return new KeyPart(column, comparison, 0);
    }

    /** Returns a part of which nothing is known, neither value nor whether it is NULL: all values count as equal. */
    public static KeyPart unknown() {
        return UNKNOWN;
    }

    /** When two values count as equal; each is at least as coarse as any target that fits its description. */
    public enum Comparison {
        /** Equal as values: numbers by their value, dates by their digits, byte strings but for zeros at the end. */
        EXACT,
        /** Texts of a binary collation: equal but for trailing spaces. */
        BINARY_TEXT,
        /**
         * Texts of another collation: equal but for case, accents, width, expansions and trailing spaces. Coarser than every collation
         * for which {@link #ofCollation} says so; scripts beyond Latin, Greek, Cyrillic and those of East Asia hardly count.
         */
        FOLDED_TEXT,
        /** Not known: all values count as equal, NULL among them. */
        UNKNOWN;

        /**
         * Returns how a column of MySQL or MariaDB compares its texts: {@link #EXACT} for {@code binary}, {@link #BINARY_TEXT} for
         * {@code ..._bin}, {@link #FOLDED_TEXT} for collations that are proved to take nothing for equal that folding keeps apart, and
         * {@link #UNKNOWN} for all others, such as the Lithuanian ones, in which i equals y.
         *
         * @param charset the column's character set as the server names it, such as {@code utf8mb4}
         * @param collation the column's collation as the server names it, such as {@code utf8mb4_general_ci}
         */
        public static Comparison ofCollation(String charset, String collation) {
            return Collations.comparison(charset, collation);
        }
    }
}
