package io.github.binlogcapturer.format.internal.text;

import io.github.binlogcapturer.format.MessageBuffer;
import java.nio.charset.StandardCharsets;

/** Which characters of ASCII a kind of text escapes by a backslash, and what stands behind it. Immutable and thread-safe. */
public final class Escapes {

    /** The texts of JSON. */
    public static final Escapes JSON = json();
    /** The literals of MySQL. */
    public static final Escapes SQL = new Escapes(new byte[128])
            .with('\n', 'n')
            .with('\r', 'r')
            .with(0, '0')
            .with(0x1a, 'Z')
            .with('\'', '\'')
            .with('\\', '\\');

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    /** Per character what follows the backslash, {@code u} where its number does, or 0 where it stands for itself. */
    private final byte[] marks;

    private Escapes(byte[] marks) {
        this.marks = marks;
    }

    private static Escapes json() {
        byte[] marks = new byte[128];
        for (int control = 0; control < ' '; control++) {
            marks[control] = 'u';
        }
        return new Escapes(marks)
                .with('\b', 'b')
                .with('\t', 't')
                .with('\n', 'n')
                .with('\f', 'f')
                .with('\r', 'r')
                .with('"', '"')
                .with('\\', '\\');
    }

    private Escapes with(int character, int mark) {
        marks[character] = (byte) mark;
        return this;
    }

    /** Appends UTF-8, without quotes around it. */
    public void append(MessageBuffer out, byte[] utf8, int length) {
        int plainFrom = 0;
        for (int i = 0; i < length; i++) {
            byte mark = utf8[i] < 0 ? 0 : marks[utf8[i]];
            if (mark != 0) {
                out.write(utf8, plainFrom, i - plainFrom);
                escape(out, utf8[i], mark);
                plainFrom = i + 1;
            }
        }
        out.write(utf8, plainFrom, length - plainFrom);
    }

    private static void escape(MessageBuffer out, byte character, byte mark) {
        out.write('\\');
        out.write(mark);
        if (mark == 'u') {
            out.write('0');
            out.write('0');
            out.write(HEX[character >> 4]);
            out.write(HEX[character & 0xf]);
        }
    }
}
