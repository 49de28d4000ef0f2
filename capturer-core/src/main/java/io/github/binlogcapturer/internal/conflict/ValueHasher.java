package io.github.binlogcapturer.internal.conflict;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.spi.KeyPart;
import java.util.Objects;

/**
 * Hashes single values by their comparison. A text with characters beyond U+FFFF has two hashes, since old collations take all of them
 * for equal and new ones take some for plain letters; whoever hashes a key asks for all variants of it. Not thread-safe.
 */
final class ValueHasher {

    /** Beyond so many such texts in one key only two variants are made: all texts by the old way, and all by the new. */
    private static final int MOST_AMBIGUOUS = 8;

    private static final long CONSTANT = 0x554e_4b4e_4f57_4eL;

    private final TextHash text = new TextHash();
    private final TextFolding folding = new TextFolding(text);
    private byte[] buffer = new byte[64];
    private int variant;
    private int ambiguous;

    /** Begins a key; a bit of the variant says how to take each of its ambiguous texts. */
    void begin(int newVariant) {
        variant = newVariant;
        ambiguous = 0;
    }

    /** Returns how many variants the key has that was hashed last. */
    int variants() {
        return ambiguous > MOST_AMBIGUOUS ? 2 : 1 << ambiguous;
    }

    /** Returns the bits of a variant by its number below {@link #variants()}. */
    int variant(int number) {
        return ambiguous > MOST_AMBIGUOUS ? -number : number;
    }

    long hash(long seed, Row row, KeyPart part) {
        return switch (part.comparison()) {
            case UNKNOWN -> Mixing.mix(seed, CONSTANT);
            case EXACT -> exact(seed, row, part.column(), part.prefix());
            case BINARY_TEXT, FOLDED_TEXT ->
                text(seed, row, part.column(), part.prefix(), part.comparison() == KeyPart.Comparison.FOLDED_TEXT);
        };
    }

    private long exact(long seed, Row row, int column, int prefix) {
        ColumnType type = row.schema().columns().get(column).type();
        return switch (type) {
            case STRING, JSON, HLL, BITMAP, TDIGEST -> {
                int length = load(row, column);
                yield bytes(seed, prefix == 0 ? length : Math.min(prefix, length));
            }
            case FLOAT -> Mixing.mix(seed, number(Float.intBitsToFloat((int) row.bits(column))));
            case DOUBLE -> Mixing.mix(seed, number(Double.longBitsToDouble(row.bits(column))));
            default -> Mixing.mix(seed, row.bits(column));
        };
    }

    /** Zeros at the end do not count, as BINARY columns are filled up with them. */
    private long bytes(long seed, int length) {
        int end = length;
        while (end > 0 && buffer[end - 1] == 0) {
            end--;
        }
        return Mixing.ofBytes(seed, buffer, end);
    }

    /** Whole numbers are as those of integer columns, which folds -0.0 too; all NaN are one. */
    private static long number(double value) {
        long whole = (long) value;
        return whole == value ? whole : Double.doubleToLongBits(value);
    }

    private long text(long seed, Row row, int column, int prefix, boolean folded) {
        Column described = row.schema().columns().get(column);
        if (described.holdsBytes()) {
            // which text they are to the target is not known
            return Mixing.mix(seed, CONSTANT);
        }
        text.begin(seed);
        if (described.type() == ColumnType.STRING && row.isAscii(column)) {
            int length = load(row, column);
            ascii(prefix == 0 ? length : Math.min(prefix, length), folded);
        } else {
            String value = Objects.requireNonNull(row.text(column));
            any(cut(value, prefix), folded);
        }
        return text.end();
    }

    private void ascii(int length, boolean folded) {
        if (folded) {
            folding.fold(buffer, length);
            return;
        }
        for (int i = 0; i < length; i++) {
            text.add(buffer[i]);
        }
    }

    private void any(String value, boolean folded) {
        if (!folded) {
            for (int i = 0; i < value.length(); i++) {
                text.add(value.charAt(i));
            }
        } else if (folding.fold(value, (variant >>> Math.min(ambiguous, Integer.SIZE - 1) & 1) != 0)) {
            ambiguous++;
        }
    }

    private static String cut(String value, int prefix) {
        boolean whole = prefix == 0 || value.length() <= prefix || value.codePointCount(0, value.length()) <= prefix;
        return whole ? value : value.substring(0, value.offsetByCodePoints(0, prefix));
    }

    private int load(Row row, int column) {
        int length = row.byteCount(column);
        if (length > buffer.length) {
            buffer = new byte[Math.max(length, buffer.length * 2)];
        }
        row.copyBytes(column, buffer);
        return length;
    }
}
