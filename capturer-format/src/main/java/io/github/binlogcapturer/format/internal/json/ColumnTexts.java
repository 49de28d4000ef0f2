package io.github.binlogcapturer.format.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.NumberOutput;
import io.github.binlogcapturer.event.Row;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;

/** Writes columns as JSON strings, byte by byte where no String is needed. Owned by one thread, as its scratch memory is. */
final class ColumnTexts {

    /** Longer values get an array of their own, so that a rare large one does not stay. */
    private static final int KEPT_BYTES = 64 << 10;

    private static final int TEMPORAL_BYTES = 32;
    private static final long SECONDS_PER_DAY = 86_400;

    private byte[] scratch = new byte[512];

    /** Writes a text; returns false and writes nothing where its bytes are no text in the table's charset. */
    boolean text(JsonGenerator json, Row row, int column) throws IOException {
        int length = row.byteCount(column);
        byte[] bytes = room(length);
        row.copyBytes(column, bytes);
        Charset charset = row.schema().charset();
        if (row.isAscii(column) || (charset.equals(StandardCharsets.UTF_8) && Utf8.isValid(bytes, length))) {
            json.writeUTF8String(bytes, 0, length);
            return true;
        }
        String text = new String(bytes, 0, length, charset);
        if (text.indexOf('\uFFFD') >= 0 && !isExact(text, charset, bytes, length)) {
            return false;
        }
        json.writeString(text);
        return true;
    }

    /** Writes a text with U+FFFD for what is none in the table's charset. */
    void replacedText(JsonGenerator json, Row row, int column) throws IOException {
        json.writeString(Objects.requireNonNull(row.text(column)));
    }

    /** Writes bytes as Base64 with padding. */
    void base64(JsonGenerator json, Row row, int column) throws IOException {
        int length = row.byteCount(column);
        byte[] bytes = room(length);
        row.copyBytes(column, bytes);
        json.writeBinary(bytes, 0, length);
    }

    /** Writes bytes as one character each (ISO 8859-1). */
    void latin1(JsonGenerator json, Row row, int column) throws IOException {
        int length = row.byteCount(column);
        byte[] bytes = room(Math.multiplyExact(length, 2));
        row.copyBytes(column, bytes);
        json.writeUTF8String(bytes, 0, widen(bytes, length));
    }

    /** Writes a date or time as SQL shows it. */
    void temporal(JsonGenerator json, Row row, int column) throws IOException {
        byte[] bytes = room(TEMPORAL_BYTES);
        json.writeRawUTF8String(bytes, 0, row.copyText(column, bytes));
    }

    /** Writes a moment with whole seconds as ISO has it, in UTC; years 1 to 9999. */
    void instant(JsonGenerator json, Instant moment) throws IOException {
        byte[] bytes = room(TEMPORAL_BYTES);
        long seconds = moment.getEpochSecond();
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_PER_DAY));
        int second = (int) Math.floorMod(seconds, SECONDS_PER_DAY);
        pair(bytes, 0, day.getYear() / 100);
        pair(bytes, 2, day.getYear() % 100);
        bytes[4] = '-';
        pair(bytes, 5, day.getMonthValue());
        bytes[7] = '-';
        pair(bytes, 8, day.getDayOfMonth());
        bytes[10] = 'T';
        pair(bytes, 11, second / 3600);
        bytes[13] = ':';
        pair(bytes, 14, second / 60 % 60);
        bytes[16] = ':';
        pair(bytes, 17, second % 60);
        bytes[19] = 'Z';
        json.writeRawUTF8String(bytes, 0, 20);
    }

    /** Writes an integer's decimal digits as a string. */
    void digits(JsonGenerator json, Row row, int column, boolean unsigned) throws IOException {
        long value = row.longValue(column);
        if (unsigned && value < 0) {
            json.writeString(Long.toUnsignedString(value));
            return;
        }
        byte[] bytes = room(20);
        json.writeRawUTF8String(bytes, 0, NumberOutput.outputLong(value, bytes, 0));
    }

    private static boolean isExact(String text, Charset charset, byte[] bytes, int length) {
        byte[] back = text.getBytes(charset);
        return Arrays.equals(back, 0, back.length, bytes, 0, length);
    }

    /** Makes UTF-8 of ISO 8859-1 in place, from behind, since no byte then meets one that is still to come. */
    private static int widen(byte[] bytes, int length) {
        int wide = length;
        for (int i = 0; i < length; i++) {
            wide += (bytes[i] & 0x80) >>> 7;
        }
        for (int from = length - 1, to = wide - 1; from >= 0; from--) {
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

    private static void pair(byte[] bytes, int at, int value) {
        bytes[at] = (byte) ('0' + value / 10);
        bytes[at + 1] = (byte) ('0' + value % 10);
    }

    private byte[] room(int length) {
        if (length > KEPT_BYTES) {
            return new byte[length];
        }
        if (length > scratch.length) {
            scratch = new byte[Integer.highestOneBit(length - 1) << 1];
        }
        return scratch;
    }
}
