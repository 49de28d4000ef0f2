package io.github.binlogcapturer.internal.filter;

import io.github.binlogcapturer.TableFilter;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which columns are delivered, and which ones make an UPDATE count. All rules that match a table count together. Immutable.
 *
 * @param columns the columns to deliver; a table without such a rule delivers all
 * @param excludedColumns the columns to leave out of these; key columns stay in any case
 * @param monitoredColumns the columns of which an UPDATE must change one to be delivered; where a table has none but is reduced by
 *     the other two, the delivered columns are monitored
 */
public record ColumnRules(List<Rule> columns, List<Rule> excludedColumns, List<Rule> monitoredColumns) {

    public ColumnRules {
        columns = List.copyOf(columns);
        excludedColumns = List.copyOf(excludedColumns);
        monitoredColumns = List.copyOf(monitoredColumns);
    }

    /** Returns rules that deliver every column and every UPDATE. */
    public static ColumnRules none() {
        return new ColumnRules(List.of(), List.of(), List.of());
    }

    /**
     * Columns of the tables that a filter matches.
     *
     * @param tables usually of one rule, see {@link #of}
     */
    public record Rule(TableFilter tables, Set<String> columns) {

        public Rule {
            columns = Set.copyOf(columns);
        }

        /**
         * Makes a rule.
         *
         * @param table {@code database.table} in the syntax of a {@link TableFilter}
         * @throws IllegalArgumentException if the table cannot be read
         */
        public static Rule of(String table, Collection<String> columns) {
            return new Rule(TableFilter.of(table), Set.copyOf(columns));
        }
    }

    /** Returns whether rules reduce the columns of a table. */
    boolean reduces(TableName table) {
        return names(columns, table) || names(excludedColumns, table);
    }

    /** Returns the names of the columns to deliver. */
    Set<String> selected(TableSchema schema) {
        Set<String> excluded = union(excludedColumns, schema.name());
        boolean some = names(columns, schema.name());
        Set<String> wanted = union(columns, schema.name());
        return pick(schema, column -> (!some || wanted.contains(column.name())) && !excluded.contains(column.name()));
    }

    /**
     * Returns the names of the columns of which an UPDATE must change one; empty where every UPDATE counts, as it does where a newer version
     * of the table has lost all of them.
     */
    Set<String> monitored(TableSchema schema) {
        if (names(monitoredColumns, schema.name())) {
            Set<String> wanted = union(monitoredColumns, schema.name());
            return pick(schema, column -> wanted.contains(column.name()));
        }
        return reduces(schema.name()) ? selected(schema) : Set.of();
    }

    private static Set<String> pick(TableSchema schema, Predicate<Column> wanted) {
        Set<String> picked = new LinkedHashSet<>();
        schema.columns().stream().filter(wanted).map(Column::name).forEach(picked::add);
        return picked;
    }

    private static boolean names(List<Rule> rules, TableName table) {
        return rules.stream().anyMatch(rule -> rule.tables().matches(table));
    }

    private static Set<String> union(List<Rule> rules, TableName table) {
        Set<String> union = new HashSet<>();
        for (Rule rule : rules) {
            if (rule.tables().matches(table)) {
                union.addAll(rule.columns());
            }
        }
        return union;
    }
}
