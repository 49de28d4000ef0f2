package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Says which columns of the source are written. Of several rules, all that match a table count; columns of the source's primary key
 * always stay. Patterns of tables and columns take {@code *} for any characters and {@code ?} for one; column names ignore case.
 * Immutable and thread-safe; each method returns a new selection.
 */
public final class ColumnSelection {

    private static final ColumnSelection ALL = new ColumnSelection(List.of());

    private final List<Rule> rules;

    private ColumnSelection(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Returns the selection of all columns. */
    public static ColumnSelection all() {
        return ALL;
    }

    /**
     * Of matching tables writes these columns only.
     *
     * @throws IllegalArgumentException if the table is not of the form {@code database.table}
     */
    public ColumnSelection only(String table, String... columns) {
        return with(new Rule(NameGlob.of(table), patterns(columns), true));
    }

    /**
     * Of matching tables does not write these columns.
     *
     * @throws IllegalArgumentException if the table is not of the form {@code database.table}
     */
    public ColumnSelection without(String table, String... columns) {
        return with(new Rule(NameGlob.of(table), patterns(columns), false));
    }

    /** Returns whether a column of a table of the source is written. */
    public boolean includes(TableName table, Column column) {
        if (column.key()) {
            return true;
        }
        for (Rule rule : rules) {
            if (rule.table().matches(table) && rule.names(column.name()) != rule.keeps()) {
                return false;
            }
        }
        return true;
    }

    private ColumnSelection with(Rule rule) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(rule);
        return new ColumnSelection(more);
    }

    private static List<Pattern> patterns(String... columns) {
        return Arrays.stream(columns)
                .map(column -> Pattern.compile(
                        NameGlob.side(column).pattern(),
                        Pattern.DOTALL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE))
                .toList();
    }

    private record Rule(NameGlob table, List<Pattern> columns, boolean keeps) {

        boolean names(String column) {
            return columns.stream().anyMatch(pattern -> pattern.matcher(column).matches());
        }
    }
}
