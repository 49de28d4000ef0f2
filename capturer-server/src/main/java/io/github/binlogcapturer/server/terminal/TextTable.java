package io.github.binlogcapturer.server.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows in columns as wide as their widest cell, numbers to the right. Not thread-safe. */
public final class TextTable {

    private static final String GAP = "  ";

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    private TextTable(List<String> header) {
        this.header = header;
    }

    /** Begins a table with the names of its columns. */
    public static TextTable of(String... header) {
        return new TextTable(List.of(header));
    }

    /**
     * Adds a row; cells are made {@linkplain SafeText#of safe}.
     *
     * @throws IllegalArgumentException if it has another number of cells than the header
     */
    public TextTable row(String... cells) {
        if (cells.length != header.size()) {
            throw new IllegalArgumentException("A row of " + cells.length + " cells does not fit " + header.size()
                    + " columns: " + Arrays.asList(cells));
        }
        rows.add(Arrays.stream(cells).map(SafeText::of).toList());
        return this;
    }

    /** Prints header and rows; prints nothing but the header where there are no rows. */
    public void print(PrintWriter out, Colours colours) {
        out.println(colours.paint(Style.BOLD, line(header)));
        rows.forEach(row -> out.println(line(row)));
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            String space = " ".repeat(width(i) - cell.length());
            line.append(i == 0 ? "" : GAP).append(isNumeric(i) ? space + cell : cell + space);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        int rowsWidth =
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
        return Math.max(header.get(column).length(), rowsWidth);
    }

    private boolean isNumeric(int column) {
        return !rows.isEmpty()
                && rows.stream().map(row -> row.get(column)).allMatch(cell -> cell.matches("-|[\\d,.]+(/s)?|"));
    }
}
