package io.github.binlogcapturer.event;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of {@code row_bytes.txt}: what a real cluster wrote for one value.
 *
 * @param hex the bytes with their tag, two dots at the end where the recording was cut
 * @param expected the value as the recording's tool printed it
 */
record RecordedValue(Column column, String row, String hex, String expected) {

    private static final Pattern HEADER =
            Pattern.compile("(\\w+) field_id=(\\d+) PrimitiveType=(\\w+) flag=(\\d+) can_null=(\\w+) .*");
    private static final Pattern VALUE = Pattern.compile("\\s+id=(-?\\d+)\\s+([0-9a-f.]+)\\s+wire=\\w+\\s*-> (.*)");
    private static final int BINARY_FLAG = 128;

    static List<RecordedValue> all() {
        List<RecordedValue> values = new ArrayList<>();
        Column column = null;
        for (String line : lines()) {
            Matcher header = HEADER.matcher(line);
            Matcher value = VALUE.matcher(line);
            if (header.matches()) {
                column = column(header);
            } else if (value.matches()) {
                values.add(new RecordedValue(
                        Objects.requireNonNull(column), value.group(1), value.group(2), value.group(3)));
            }
        }
        return values;
    }

    private static Column column(Matcher header) {
        boolean binary = (Integer.parseInt(header.group(4)) & BINARY_FLAG) != 0;
        return new Column(
                0,
                header.group(1),
                Integer.parseInt(header.group(2)),
                ColumnType.valueOf(header.group(3)),
                binary,
                header.group(5).equals("True"),
                false,
                null);
    }

    private static List<String> lines() {
        try (InputStream in = Objects.requireNonNull(RecordedValue.class.getResourceAsStream("row_bytes.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isCutOff() {
        return hex.endsWith("..");
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex.replace("..", ""));
    }

    /** Returns the text between quotes. */
    String expectedText() {
        return expected.substring(1, expected.length() - 1);
    }

    /** Returns the bytes of the printed literal {@code b'…'}; a prefix of them where it was shortened. */
    byte[] expectedBytes() {
        int end = isShortened() ? expected.lastIndexOf("...(") : expected.length() - 1;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 2; i < end; i++) {
            char c = expected.charAt(i);
            if (c != '\\') {
                out.write(c);
            } else if (expected.charAt(++i) == 'x') {
                out.write(Integer.parseInt(expected.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                out.write("\n\r\t\\'\"".charAt("nrt\\'\"".indexOf(expected.charAt(i))));
            }
        }
        return out.toByteArray();
    }

    boolean isShortened() {
        return expected.matches(".*\\.\\.\\.\\(\\d+\\)");
    }

    /** Returns how many bytes the value has. */
    int expectedLength() {
        return isShortened() ? Integer.parseInt(expected.replaceAll(".*\\((\\d+)\\)", "$1")) : expectedBytes().length;
    }

    @Override
    public String toString() {
        return column.name() + " of row " + row + " = " + expected;
    }
}
