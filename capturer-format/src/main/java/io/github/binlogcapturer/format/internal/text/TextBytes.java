package io.github.binlogcapturer.format.internal.text;

import com.fasterxml.jackson.core.io.NumberOutput;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.format.MessageBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Holds the text or the bytes of one column at a time in an array that is used again. Text becomes UTF-8, without a {@code String} in
 * between where its bytes are ASCII or UTF-8 already. Owned by one thread.
 */
public final class TextBytes {

    /** A longer value gets an array of its own, which the next short one drops, so that a rare large one does not stay. */
    private static final int KEPT_BYTES = 64 << 10;

    private byte[] kept = new byte[512];
    private byte[] bytes = kept;
    private int length;
    private boolean plain;

    /**
     * Takes in the text of a STRING or JSON column that is not NULL, as UTF-8.
     *
     * @return false if its bytes are not valid in the table's charset; there are no bytes then
     * @throws IllegalStateException if the column is of another type
     */
    public boolean loadText(Row row, int column) {
        load(row, column);
        Charset charset = row.schema().charset();
        if (row.isAscii(column)) {
            return true;
        }
        boolean valid =
                charset.equals(StandardCharsets.UTF_8) ? isUtf8(bytes, length) : transcode(row, column, charset);
        length = valid ? length : 0;
        return valid;
    }

    /** Takes in the text of a STRING or JSON column that is not NULL, with U+FFFD for what is no text in the table's charset. */
    public void loadReplaced(Row row, int column) {
        take(Objects.requireNonNull(row.text(column)), false);
    }

    /**
     * Takes in the bytes of a column, as the database wrote them; none for NULL.
     *
     * @throws IllegalStateException if the column holds no bytes
     */
    public void load(Row row, int column) {
        length = row.byteCount(column);
        bytes = room(length);
        row.copyBytes(column, bytes);
        plain = false;
    }

    /**
     * Takes in the bytes of a column as the characters of their numbers (ISO 8859-1), in UTF-8; none for NULL.
     *
     * @throws IllegalStateException if the column holds no bytes
     */
    public void loadCharacters(Row row, int column) {
        int count = row.byteCount(column);
        bytes = room(Math.multiplyExact(count, 2));
        row.copyBytes(column, bytes);
        length = widen(bytes, count);
        plain = false;
    }

    /**
     * Takes in the text of a number, date or time that is not NULL, integers and floating-point numbers with the shortest digits that
     * name them.
     *
     * @throws IllegalStateException if the column is of another type
     */
    public void loadPlain(Row row, Column column) {
        int index = column.index();
        switch (column.type()) {
            case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> loadDigits(row.longValue(index));
            case UINT64 -> loadUnsigned(row.longValue(index));
            case FLOAT -> take(NumberOutput.toString(Float.intBitsToFloat((int) row.bits(index)), true), true);
            case DOUBLE -> take(NumberOutput.toString(Double.longBitsToDouble(row.bits(index)), true), true);
            default -> {
                bytes = kept;
                length = row.copyText(index, kept);
                plain = true;
            }
        }
    }

    private void loadUnsigned(long value) {
        if (value < 0) {
            take(Long.toUnsignedString(value), true);
        } else {
            loadDigits(value);
        }
    }

    private void loadDigits(long value) {
        bytes = kept;
        length = NumberOutput.outputLong(value, kept, 0);
        plain = true;
    }

    private void take(String text, boolean isPlain) {
        bytes = text.getBytes(StandardCharsets.UTF_8);
        length = bytes.length;
        plain = isPlain;
    }

    private byte[] room(int needed) {
        if (needed > KEPT_BYTES) {
            return new byte[needed];
        }
        if (needed > kept.length) {
            kept = new byte[Integer.highestOneBit(needed - 1) << 1];
        }
        return kept;
    }

    /** Returns the array that holds the bytes in its front; another one after the next load. */
    public byte[] array() {
        return bytes;
    }

    /** Returns how many bytes there are. */
    public int length() {
        return length;
    }

    /** Returns whether it is the text of a number, date or time, which no format escapes. */
    public boolean isPlain() {
        return plain;
    }

    /** Appends the bytes. */
    public void appendTo(MessageBuffer out) {
        out.write(bytes, 0, length);
    }

    /** Makes UTF-8 of ISO 8859-1 in place, from behind, since no byte then meets one that is still to come. */
    private static int widen(byte[] bytes, int count) {
        int wide = count;
        for (int i = 0; i < count; i++) {
            wide += (bytes[i] & 0x80) >>> 7;
        }
        for (int from = count - 1, to = wide - 1; from >= 0; from--) {
            int value = bytes[from] & 0xff;
            if (value < 0x80) {
                bytes[to--] = (byte) value;
            } else {
                bytes[to--] = (byte) (0x80 | (value & 0x3f));
                bytes[to--] = (byte) (0xc0 | (value >>> 6));
            }
        }
        return wide;
    }

    private boolean transcode(Row row, int column, Charset charset) {
        String text = Objects.requireNonNull(row.text(column));
        // the replacement character may also have been written as such
        if (text.indexOf('\uFFFD') >= 0 && !sameBytes(text.getBytes(charset))) {
            return false;
        }
        take(text, false);
        return true;
    }

    private boolean sameBytes(byte[] other) {
        return Arrays.equals(bytes, 0, length, other, 0, other.length);
    }

    /** Returns whether Java's decoder would find nothing malformed: no overlong form, no surrogate, nothing beyond U+10FFFF. */
    static boolean isUtf8(byte[] text, int length) {
        int at = 0;
        while (at < length) {
            int next = text[at] >= 0 ? at + 1 : afterCharacter(text, at, length);
            if (next < 0) {
                return false;
            }
            at = next;
        }
        return true;
    }

    /** Returns the place behind a character of several bytes, or -1 where it is malformed. */
    private static int afterCharacter(byte[] text, int at, int length) {
        int lead = text[at] & 0xff;
        int more = lead < 0xc2 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : 0;
        if (more == 0 || length - at <= more) {
            return -1;
        }
        int character = lead & (0x3f >> more);
        for (int i = 1; i <= more; i++) {
            int next = text[at + i];
            if ((next & 0xc0) != 0x80) {
                return -1;
            }
            character = (character << 6) | (next & 0x3f);
        }
        return isCharacter(character, more) ? at + more + 1 : -1;
    }

    private static boolean isCharacter(int character, int more) {
        return switch (more) {
            case 1 -> true;
            case 2 ->
                character >= 0x800 && (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE);
            default -> character >= 0x1_0000 && character <= Character.MAX_CODE_POINT;
        };
    }
}
