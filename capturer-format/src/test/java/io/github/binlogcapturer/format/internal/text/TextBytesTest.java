package io.github.binlogcapturer.format.internal.text;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TextBytesTest {

    /** Bytes at the borders of all ranges. */
    private static final int[] EDGES = {
        0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee,
        0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff
    };

    private final TextBytes text = new TextBytes();

    @Test
    void shouldTakeBytesForUtf8WhereJavaDoes() {
        long seed = Long.getLong("seed", 1);
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(6)];
            for (int at = 0; at < bytes.length; at++) {
                // mostly leads and followers, with their borders
                bytes[at] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : 0x7e + random.nextInt(0x82));
            }
            if (TextBytes.isUtf8(bytes, bytes.length) != decodes(bytes)) {
                throw new AssertionError("seed " + seed + ": " + Arrays.toString(bytes));
            }
        }
    }

    @Test
    void shouldTakeBytesForUtf8WhereJavaDoesAtAllBorders() {
        byte[] bytes = new byte[4];
        int count = EDGES.length * EDGES.length * EDGES.length * EDGES.length;
        for (int i = 0; i < count; i++) {
            for (int at = 0, rest = i; at < bytes.length; at++, rest /= EDGES.length) {
                bytes[at] = (byte) EDGES[rest % EDGES.length];
            }
            byte[] tried = Arrays.copyOf(bytes, 1 + i % 4);
            if (TextBytes.isUtf8(tried, tried.length) != decodes(tried)) {
                throw new AssertionError(Arrays.toString(tried));
            }
        }
    }

    @Test
    void shouldTakeEveryCharacterForUtf8() {
        for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
            if (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE) {
                byte[] bytes = Character.toString(character).getBytes(StandardCharsets.UTF_8);
                if (!TextBytes.isUtf8(bytes, bytes.length)) {
                    throw new AssertionError("U+" + Integer.toHexString(character));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "GBK", "UTF-16BE", "ISO-8859-1"})
    void shouldMakeUtf8OfTextInAnyCharset(String charset) {
        String value = charset.startsWith("ISO") ? "aé" : "a中文";

        assertThat(loaded(charset, value.getBytes(Charset.forName(charset)))).isEqualTo(value);
        assertThat(loaded(charset, new byte[0])).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "GBK", "US-ASCII"})
    void shouldRefuseWhatIsNoText(String charset) {
        assertThat(text.loadText(row(charset, new byte[] {'a', (byte) 0xff}), 0))
                .isFalse();
        assertThat(text.length()).isZero();
    }

    @Test
    void shouldTakeAReplacementCharacterThatWasWritten() {
        assertThat(loaded("UTF-8", "\uFFFD".getBytes(StandardCharsets.UTF_8))).isEqualTo("\uFFFD");
        assertThat(loaded("UTF-16BE", "\uFFFD".getBytes(StandardCharsets.UTF_16BE)))
                .isEqualTo("\uFFFD");
    }

    @Test
    void shouldWidenBytesToCharacters() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        Row row = row("UTF-8", all);

        text.loadCharacters(row, 0);

        assertThat(utf8()).isEqualTo(new String(all, StandardCharsets.ISO_8859_1));
    }

    @Test
    void shouldReplaceWhatIsNoText() {
        text.loadReplaced(row("GBK", new byte[] {'a', (byte) 0xff}), 0);

        assertThat(utf8()).isEqualTo("a\uFFFD");
    }

    @ParameterizedTest
    @CsvSource({
        "UINT64,18446744073709551615",
        "UINT64,9223372036854775808",
        "INT64,-9223372036854775808",
        "DATE,0000-00-00",
        "DATETIME,2026-02-30 01:02:03.000004",
        "TIMESTAMP,0000-00-00 00:00:00",
        "TIME,-838:59:59"
    })
    void shouldShowNumbersAndTimesAsTheirTextAndRefuseAllElse(ColumnType type, String value) {
        TableSchema schema = TableSchema.builder(1, new TableName("d", "t"))
                .column("c", type)
                .column("s", ColumnType.STRING)
                .build();
        Row row = Row.of(schema, type.isInteger() ? (Object) new BigDecimal(value) : value, "s");

        text.loadPlain(row, schema.columns().get(0));

        assertThat(utf8()).isEqualTo(value);
        assertThat(text.isPlain()).isTrue();
        assertThatIllegalStateException()
                .isThrownBy(() -> text.loadPlain(row, schema.columns().get(1)));
    }

    @Test
    void shouldNotKeepARareLongValue() {
        String longText = "x".repeat(100_000);

        assertThat(loaded("UTF-8", longText.getBytes(StandardCharsets.UTF_8))).isEqualTo(longText);
        assertThat(loaded("UTF-8", "short".getBytes(StandardCharsets.UTF_8))).isEqualTo("short");
        assertThat(text.array().length).isLessThan(1000);
    }

    private String loaded(String charset, byte[] bytes) {
        assertThat(text.loadText(row(charset, bytes), 0)).isTrue();
        return utf8();
    }

    private String utf8() {
        return new String(text.array(), 0, text.length(), StandardCharsets.UTF_8);
    }

    private static Row row(String charset, byte[] bytes) {
        TableSchema schema = TableSchema.builder(1, new TableName("d", "t"))
                .charset(Charset.forName(charset))
                .column("c", ColumnType.STRING)
                .build();
        return Row.of(schema, (Object) bytes);
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}
