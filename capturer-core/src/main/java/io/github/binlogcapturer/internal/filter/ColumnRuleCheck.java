package io.github.binlogcapturer.internal.filter;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.internal.filter.ColumnRules.Rule;
import java.util.Collection;
import java.util.List;

/**
 * Holds column rules against the tables that are captured. A rule that silently fits nothing may let out a column that was to stay inside,
 * so it is an error: a literal table must be captured and have every column; of the tables that match a pattern, one must have it.
 */
final class ColumnRuleCheck {

    private final Collection<TableSchema> tables;

    ColumnRuleCheck(Collection<TableSchema> tables) {
        this.tables = tables;
    }

    void check(ColumnRules rules) {
        check("columns", rules.columns());
        check("excludedColumns", rules.excludedColumns());
        check("monitoredColumns", rules.monitoredColumns());
        rules.excludedColumns().forEach(this::requireNoKeyColumn);
    }

    private void check(String setting, List<Rule> rules) {
        for (Rule rule : rules) {
            List<TableSchema> matched = matched(rule);
            if (matched.isEmpty()) {
                throw new ConfigurationException("Setting " + setting + " names table " + rule.tables()
                        + ", which is not among the captured tables; correct the name or capture the table");
            }
            for (String column : rule.columns()) {
                if (matched.stream().noneMatch(table -> table.hasColumn(column))) {
                    throw unknown(setting, rule, column, matched);
                }
            }
        }
    }

    private static ConfigurationException unknown(String setting, Rule rule, String column, List<TableSchema> matched) {
        String there = isLiteral(rule)
                ? "the table has "
                        + matched.get(0).columns().stream().map(Column::name).toList()
                : "none of the matching tables " + matched + " has it";
        return new ConfigurationException("Setting " + setting + " for table " + rule.tables() + " names column \""
                + column + "\", but " + there + "; correct the name");
    }

    /** A pattern may hit a column that is a key in one table only, where staying is right; a literal table's key is a mistake. */
    private void requireNoKeyColumn(Rule rule) {
        for (TableSchema table : isLiteral(rule) ? matched(rule) : List.<TableSchema>of()) {
            for (Column key : table.primaryKey()) {
                if (rule.columns().contains(key.name())) {
                    throw new ConfigurationException(
                            "Setting excludedColumns for table " + table.name() + " names column \""
                                    + key.name()
                                    + "\", which belongs to the primary key and is always delivered; leave it out of"
                                    + " the setting");
                }
            }
        }
    }

    private List<TableSchema> matched(Rule rule) {
        return tables.stream()
                .filter(table -> rule.tables().matches(table.name()))
                .toList();
    }

    private static boolean isLiteral(Rule rule) {
        return rule.tables().exactTables().isPresent();
    }
}
