package io.github.binlogcapturer.format.internal.text;

import com.fasterxml.jackson.core.io.NumberOutput;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.format.MessageBuffer;
import java.nio.charset.StandardCharsets;

/** Appends numbers and other ASCII to a buffer. Stateless. */
public final class Digits {

    private static final int MAX_LENGTH = 20;

    private Digits() {}

    /** Appends a number in decimal. */
    public static void append(MessageBuffer out, long value) {
        out.ensureRoom(MAX_LENGTH);
        int from = out.length();
        out.advance(NumberOutput.outputLong(value, out.array(), from) - from);
    }

    /** Appends an integer column that is not NULL, UINT64 with all its values. */
    public static void append(MessageBuffer out, Row row, int column) {
        long value = row.longValue(column);
        if (value < 0 && row.schema().columns().get(column).type() == ColumnType.UINT64) {
            appendUnsigned(out, value);
        } else {
            append(out, value);
        }
    }

    /** Appends the number of 64 bits without a sign. */
    public static void appendUnsigned(MessageBuffer out, long bits) {
        if (bits < 0) {
            appendAscii(out, Long.toUnsignedString(bits));
        } else {
            append(out, bits);
        }
    }

    /** Appends a text that has only ASCII. */
    public static void appendAscii(MessageBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        out.write(bytes, 0, bytes.length);
    }
}
