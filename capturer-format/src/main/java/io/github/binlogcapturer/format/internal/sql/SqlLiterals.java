package io.github.binlogcapturer.format.internal.sql;

import com.fasterxml.jackson.core.io.NumberOutput;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.internal.text.Digits;
import io.github.binlogcapturer.format.internal.text.Escapes;
import io.github.binlogcapturer.format.internal.text.NoFormException;
import io.github.binlogcapturer.format.internal.text.TextBytes;
import java.nio.charset.StandardCharsets;

/** Writes values as MySQL's literals, in one line. */
final class SqlLiterals {

    private static final byte[] NULL = "NULL".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final MessageBuffer out;
    private final TextBytes text = new TextBytes();

    SqlLiterals(MessageBuffer out) {
        this.out = out;
    }

    /** Appends a value that a column is given. */
    void value(Row row, Column column) {
        literal(row, column, false);
    }

    /**
     * Appends a value that a column is compared with. A FLOAT has all the digits of the double that it is to a server that compares, since
     * the shortest digits mean another one.
     */
    void comparand(Row row, Column column) {
        literal(row, column, true);
    }

    private void literal(Row row, Column column, boolean compared) {
        int index = column.index();
        if (row.isNull(index)) {
            out.write(NULL, 0, NULL.length);
            return;
        }
        switch (column.type()) {
            case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> Digits.append(out, row, index);
            case FLOAT -> number(row, column, Float.intBitsToFloat((int) row.bits(index)), compared);
            case DOUBLE -> number(row, column, Double.longBitsToDouble(row.bits(index)));
            case STRING, JSON, HLL, BITMAP, TDIGEST -> bytesOrText(row, column);
            case DATETIME, TIMESTAMP, DATE, TIME -> {
                text.loadPlain(row, column);
                quoted();
            }
        }
    }

    private void number(Row row, Column column, float value, boolean compared) {
        if (compared || value == 0 || !Float.isFinite(value)) {
            number(row, column, value);
        } else {
            Digits.appendAscii(out, NumberOutput.toString(value, true));
        }
    }

    private void number(Row row, Column column, double value) {
        if (!Double.isFinite(value)) {
            throw new NoFormException(row, column, "SQL has no literal for " + value + ". Leave the column out");
        }
        // without an exponent it would be a decimal, and those have no negative zero
        boolean negativeZero = value == 0 && 1 / value < 0;
        Digits.appendAscii(out, negativeZero ? "-0E0" : NumberOutput.toString(value, true));
    }

    private void bytesOrText(Row row, Column column) {
        if (!column.holdsBytes() && text.loadText(row, column.index())) {
            quoted();
        } else {
            text.load(row, column.index());
            hex(text.array(), text.length());
        }
    }

    private void hex(byte[] bytes, int length) {
        out.write('x');
        out.write('\'');
        out.ensureRoom(Math.multiplyExact(2, length));
        byte[] target = out.array();
        int at = out.length();
        for (int i = 0; i < length; i++) {
            target[at++] = HEX[(bytes[i] >> 4) & 0xf];
            target[at++] = HEX[bytes[i] & 0xf];
        }
        out.advance(2 * length);
        out.write('\'');
    }

    private void quoted() {
        out.write('\'');
        if (text.isPlain()) {
            text.appendTo(out);
        } else {
            Escapes.SQL.append(out, text.array(), text.length());
        }
        out.write('\'');
    }
}
