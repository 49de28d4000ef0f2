package io.github.binlogcapturer;

import io.github.binlogcapturer.event.TableName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says which tables are captured, in the table-filter syntax of TiDB's tools. Immutable and thread-safe.
 *
 * <p>A rule is {@code database.table}, with {@code !} in front to exclude. The last rule that matches a table decides; a table that
 * no rule matches is excluded. Each side of the dot is one of
 *
 * <ul>
 *   <li>a name with wildcards: {@code *} any characters, {@code ?} one, {@code [a-z0]} one of these, {@code [!a-z]} one beside these.
 *       Letters, digits, {@code _}, {@code $} and all non-ASCII characters stand for themselves; any other stands behind a backslash
 *       or within backticks or double quotes, where the quote itself is doubled: {@code `my-db`.orders}, {@code my\-db.*};
 *   <li>a regular expression of {@link java.util.regex.Pattern} between slashes that must match the whole name:
 *       {@code /shop_\d+/.*}; a slash within is {@code \/}.
 * </ul>
 *
 * <p>Blank rules and those that begin with {@code #} mean nothing. A rule {@code @path} stands for the lines of a UTF-8 file, which must
 * not import further ones; a relative path begins at the working directory.
 *
 * <p>Names are case-sensitive unless {@link #ignoringCase} says otherwise.
 */
public final class TableFilter {

    private final List<TableRule> rules;
    private final boolean ignoringCase;

    private TableFilter(List<TableRule> rules, boolean ignoringCase) {
        this.rules = List.copyOf(rules);
        this.ignoringCase = ignoringCase;
    }

    /**
     * Reads rules, in order.
     *
     * @throws IllegalArgumentException if one cannot be read, or an imported file cannot; names the rule, the place in it and what is
     *     wrong
     */
    public static TableFilter of(String... rules) {
        return of(Arrays.asList(rules));
    }

    /** Reads rules, in order; throws like {@link #of(String...)}. */
    public static TableFilter of(List<String> rules) {
        return new TableFilter(TableRuleReader.readList(rules), false);
    }

    /** Reads a UTF-8 file of rules, one a line; throws like {@link #of(String...)}, naming file and line too. */
    public static TableFilter ofFile(Path file) {
        return new TableFilter(TableRuleReader.readFile(file), false);
    }

    /** Returns a filter of the same rules that takes upper and lower case letters as equal. */
    public TableFilter ignoringCase() {
        return new TableFilter(rules.stream().map(TableRule::ignoringCase).toList(), true);
    }

    /** Returns whether the last rule that matches the table includes it. */
    public boolean matches(TableName table) {
        for (int i = rules.size() - 1; i >= 0; i--) {
            if (rules.get(i).matches(table)) {
                return rules.get(i).includes();
            }
        }
        return false;
    }

    /**
     * Returns the tables by name if every including rule names one literally, without the ones that are excluded again; empty if one is
     * a pattern or case is ignored, since then only the cluster's own list of tables can tell.
     */
    public Optional<List<TableName>> exactTables() {
        Set<TableName> tables = new LinkedHashSet<>();
        for (TableRule rule : including()) {
            Optional<TableName> table = rule.exactTable();
            if (ignoringCase || table.isEmpty()) {
                return Optional.empty();
            }
            table.filter(this::matches).ifPresent(tables::add);
        }
        return Optional.of(List.copyOf(tables));
    }

    /** Returns the databases of the including rules if each is literal; empty if one is a pattern or case is ignored. */
    public Optional<Set<String>> exactDatabases() {
        Set<String> databases = new LinkedHashSet<>();
        for (TableRule rule : including()) {
            Optional<String> database = rule.database().literal();
            if (ignoringCase || database.isEmpty()) {
                return Optional.empty();
            }
            databases.add(database.get());
        }
        return Optional.of(Set.copyOf(databases));
    }

    /** Returns the rules' texts in order, those of imported files in the place of the import, without blank ones and comments. */
    public List<String> rules() {
        return rules.stream().map(TableRule::text).toList();
    }

    private List<TableRule> including() {
        List<TableRule> including = new ArrayList<>(rules);
        including.removeIf(rule -> !rule.includes());
        return including;
    }

    /** Returns the rules, as {@code [shop.*, !shop.log]}. */
    @Override
    public String toString() {
        return rules() + (ignoringCase ? " ignoring case" : "");
    }
}
