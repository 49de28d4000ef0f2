package io.github.binlogcapturer.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the output of {@code mysql --batch}: a line per row, tabs between the values, backslash escapes inside them. */
final class BatchOutput {

    private static final String NULL = "NULL";

    private BatchOutput() {}

    static RecordedTable parse(byte[] output) {
        // ISO 8859-1 keeps every byte of a binary column; a line ends with \n alone, \r may belong to a value
        String text = new String(output, StandardCharsets.ISO_8859_1);
        if (text.isEmpty()) {
            return new RecordedTable(List.of(), List.of());
        }
        String[] lines = (text.endsWith("\n") ? text.substring(0, text.length() - 1) : text).split("\n", -1);
        List<String> columns =
                cellsOf(lines[0]).stream().map(BatchOutput::unescaped).toList();
        List<List<@Nullable String>> rows = new ArrayList<>(lines.length - 1);
        for (int line = 1; line < lines.length; line++) {
            rows.add(valuesOf(lines[line]));
        }
        return new RecordedTable(columns, rows);
    }

    private static List<@Nullable String> valuesOf(String line) {
        List<@Nullable String> values = new ArrayList<>();
        for (String cell : cellsOf(line)) {
            values.add(cell.equals(NULL) ? null : unescaped(cell));
        }
        return values;
    }

    private static List<String> cellsOf(String line) {
        return List.of(line.split("\t", -1));
    }

    private static String unescaped(String cell) {
        if (cell.indexOf('\\') < 0) {
            return cell;
        }
        StringBuilder value = new StringBuilder(cell.length());
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if ((c == '\\') && (i + 1 < cell.length())) {
                i++;
                value.append(meaningOf(cell.charAt(i)));
            } else {
                value.append(c);
            }
        }
        return value.toString();
    }

    private static char meaningOf(char escape) {
        return switch (escape) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case '0' -> '\0';
            default -> escape;
        };
    }
}
