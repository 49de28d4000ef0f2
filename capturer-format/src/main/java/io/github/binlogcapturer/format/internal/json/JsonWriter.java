package io.github.binlogcapturer.format.internal.json;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.io.NumberOutput;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.internal.text.Digits;
import io.github.binlogcapturer.format.internal.text.Escapes;
import io.github.binlogcapturer.format.internal.text.TextBytes;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Appends JSON to a buffer, mostly pieces that were prepared with their commas and braces; it does not check that these match. It keeps
 * nothing between two calls, so a message that breaks off leaves no trace here. Owned by one thread.
 */
final class JsonWriter {

    private static final byte[] NULL = piece("null");
    private static final byte[] TRUE = piece("true");
    private static final byte[] FALSE = piece("false");
    private static final Base64Variant BASE64 = Base64Variants.MIME_NO_LINEFEEDS;

    private final MessageBuffer out;

    JsonWriter(MessageBuffer out) {
        this.out = out;
    }

    /** Returns JSON to be written as it is. */
    static byte[] piece(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns a text as a string of JSON. */
    static String quoted(String text) {
        MessageBuffer buffer = new MessageBuffer();
        new JsonWriter(buffer).text(text);
        return new String(buffer.array(), 0, buffer.length(), StandardCharsets.UTF_8);
    }

    JsonWriter raw(byte[] piece) {
        out.write(piece, 0, piece.length);
        return this;
    }

    JsonWriter raw(char ascii) {
        out.write(ascii);
        return this;
    }

    JsonWriter number(long value) {
        Digits.append(out, value);
        return this;
    }

    /** Appends the number of 64 bits without a sign. */
    JsonWriter unsigned(long bits) {
        Digits.appendUnsigned(out, bits);
        return this;
    }

    /** Appends the shortest digits that name a number; what is none is a string, as JSON has no number for it. */
    void number(float value) {
        floating(NumberOutput.toString(value, true), Float.isFinite(value));
    }

    /** Appends a number like {@link #number(float)}. */
    void number(double value) {
        floating(NumberOutput.toString(value, true), Double.isFinite(value));
    }

    private void floating(String digits, boolean finite) {
        if (finite) {
            Digits.appendAscii(out, digits);
        } else {
            text(digits);
        }
    }

    JsonWriter bool(boolean value) {
        return raw(value ? TRUE : FALSE);
    }

    JsonWriter nothing() {
        return raw(NULL);
    }

    JsonWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return text(utf8, utf8.length);
    }

    private JsonWriter text(byte[] utf8, int length) {
        out.write('"');
        Escapes.JSON.append(out, utf8, length);
        out.write('"');
        return this;
    }

    JsonWriter text(TextBytes text) {
        if (!text.isPlain()) {
            return text(text.array(), text.length());
        }
        out.write('"');
        text.appendTo(out);
        out.write('"');
        return this;
    }

    JsonWriter texts(List<String> texts) {
        out.write('[');
        for (int i = 0; i < texts.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            text(texts.get(i));
        }
        out.write(']');
        return this;
    }

    /** Appends bytes as Base64 with padding. */
    JsonWriter base64(byte[] bytes, int length) {
        out.ensureRoom(Math.addExact(Math.multiplyExact(length / 3 + 1, 4), 2));
        byte[] target = out.array();
        int at = out.length();
        target[at++] = '"';
        int whole = length - length % 3;
        for (int i = 0; i < whole; i += 3) {
            int bits = ((bytes[i] & 0xff) << 16) | ((bytes[i + 1] & 0xff) << 8) | (bytes[i + 2] & 0xff);
            at = BASE64.encodeBase64Chunk(bits, target, at);
        }
        if (whole < length) {
            int second = whole + 1 < length ? bytes[whole + 1] & 0xff : 0;
            int bits = ((bytes[whole] & 0xff) << 16) | (second << 8);
            at = BASE64.encodeBase64Partial(bits, length - whole, target, at);
        }
        target[at++] = '"';
        out.advance(at - out.length());
        return this;
    }

    /** Returns where an object begins; its fields all follow with a comma in front. */
    int startObject() {
        return out.length();
    }

    /** Ends an object: the comma in front of its first field makes room for its brace. */
    void endObject(int start) {
        if (out.length() == start) {
            out.write('{');
        } else {
            out.array()[start] = '{';
        }
        out.write('}');
    }
}
