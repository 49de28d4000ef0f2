package io.github.binlogcapturer.server.original;

import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.TransactionTransformer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a {@code filter_rule.txt}: a change stays where all rules of its database hold for its newest image; a database without rules
 * keeps everything. A transaction that loses all its changes is dropped. Immutable and thread-safe.
 *
 * @param file where they stand
 * @param rules by database
 */
public record FilterRules(Path file, Map<String, List<RowRule>> rules) implements TransactionTransformer {

    private static final int FIELDS = 4;

    public FilterRules {
        rules = Map.copyOf(rules);
    }

    /**
     * Reads a file. A line has four fields with tabs in between: database, column, operator, value. Blank lines and those that begin with
     * {@code #} mean nothing; any other line of more or fewer fields means nothing either, as with the original, and is noted.
     *
     * @param problems takes lines that cannot be read, and the file if it cannot
     * @return empty if there was a problem
     */
    public static Optional<FilterRules> read(Path file, Problems problems) {
        Map<String, List<RowRule>> rules = new LinkedHashMap<>();
        try {
            boolean good = true;
            List<String> lines = Lines.of(file);
            for (int i = 0; i < lines.size(); i++) {
                good &= line(file, lines.get(i), i + 1, rules, problems);
            }
            return good ? Optional.of(new FilterRules(file, rules)) : Optional.empty();
        } catch (IOException e) {
            problems.error(
                    file,
                    0,
                    "the filter rules cannot be read: " + Lines.reason(e) + "; an empty file stands for no rules");
            return Optional.empty();
        }
    }

    private static boolean line(
            Path file, String line, int number, Map<String, List<RowRule>> rules, Problems problems) {
        if (line.isBlank() || line.startsWith("#")) {
            return true;
        }
        String[] fields = line.split("\t", -1);
        if (fields.length != FIELDS) {
            problems.note(
                    file,
                    number,
                    "the line is no rule and is ignored, as by the original: a rule has 4 fields with tabs in between, but this has "
                            + fields.length);
            return true;
        }
        try {
            rules.computeIfAbsent(fields[0].strip(), database -> new ArrayList<>())
                    .add(rule(line, fields));
            return true;
        } catch (RuleSyntaxException e) {
            problems.error(file, number, "column " + e.column() + ": " + e.what());
            return false;
        }
    }

    private static RowRule rule(String line, String... fields) {
        int operatorAt = fields[0].length() + fields[1].length() + 2;
        int valueAt = operatorAt + fields[2].length() + 1;
        Comparison comparison = Comparison.of(fields[2])
                .orElseThrow(() -> new RuleSyntaxException(
                        operatorAt, "\"" + fields[2].strip() + "\" is no operator; allowed are " + Comparison.ALLOWED));
        if (fields[1].isBlank()) {
            throw new RuleSyntaxException(fields[0].length() + 1, "the column's name is missing");
        }
        return RowRule.checked(
                fields[1].strip(), comparison, LiteralParser.parse(line.stripTrailing(), valueAt), valueAt);
    }

    @Override
    public @Nullable Transaction transform(Transaction transaction) {
        List<RowChange> kept = new ArrayList<>(transaction.changes().size());
        for (RowChange change : transaction.changes()) {
            if (keeps(change)) {
                kept.add(change);
            }
        }
        if (kept.size() == transaction.changes().size()) {
            return transaction;
        }
        return kept.isEmpty() ? null : transaction.withChanges(kept);
    }

    private boolean keeps(RowChange change) {
        for (RowRule rule : rules.getOrDefault(change.table().database(), List.of())) {
            if (!rule.holds(change.image())) {
                return false;
            }
        }
        return true;
    }
}
