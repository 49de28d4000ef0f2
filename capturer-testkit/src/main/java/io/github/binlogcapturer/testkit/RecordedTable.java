package io.github.binlogcapturer.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table as {@code mysql --batch} printed them, escapes resolved. Immutable and thread-safe.
 *
 * <p>Every char of a value is one byte (ISO 8859-1), since binary columns are printed raw; the text of a UTF-8 column is
 * {@link #utf8 utf8(value)}. An SQL NULL is null. A column that holds the four letters NULL cannot be told apart in such
 * output and is null as well.
 *
 * @param columns the column names, in the order of the values; empty if the table had no rows, as the client then
 *     prints nothing at all
 * @param rows the rows in the order of the output, each with one value per column
 */
public record RecordedTable(List<String> columns, List<List<@Nullable String>> rows) {

    public RecordedTable {
        columns = List.copyOf(columns);
        List<List<@Nullable String>> copies = new ArrayList<>(rows.size());
        for (List<@Nullable String> row : rows) {
            copies.add(Collections.unmodifiableList(new ArrayList<>(row)));
        }
        rows = Collections.unmodifiableList(copies);
    }

    /** Returns the bytes of a value. */
    public static byte[] bytes(String value) {
        return value.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns a value of a text column, whose bytes are UTF-8. */
    public static String utf8(String value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }
}
