package io.github.binlogcapturer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the rules of a {@link TableFilter} from lists and files. */
final class TableRuleReader {

    private final List<TableRule> rules = new ArrayList<>();

    private TableRuleReader() {}

    static List<TableRule> readList(List<String> texts) {
        TableRuleReader reader = new TableRuleReader();
        texts.forEach(text -> reader.add(text.strip(), null, 0));
        return reader.rules;
    }

    static List<TableRule> readFile(Path file) {
        TableRuleReader reader = new TableRuleReader();
        reader.addLines(file);
        return reader.rules;
    }

    private void add(String text, @Nullable Path file, int line) {
        if (text.isEmpty() || text.startsWith("#")) {
            return;
        }
        try {
            if (text.startsWith("@")) {
                addImport(text, file);
            } else {
                rules.add(new TableRuleParser(text).parse());
            }
        } catch (RuleSyntaxException e) {
            String place = file == null ? "" : ", line " + line + " of " + file;
            throw new IllegalArgumentException("Table filter rule \"" + text + "\"" + place + ": " + e.getMessage(), e);
        }
    }

    private void addImport(String text, @Nullable Path importer) {
        if (importer != null) {
            throw new RuleSyntaxException(
                    0, "an imported file cannot import another; name that one in the filter itself");
        }
        try {
            addLines(Path.of(text.substring(1).strip()));
        } catch (InvalidPathException e) {
            throw new RuleSyntaxException(1 + Math.max(e.getIndex(), 0), "this is no path: " + e.getReason());
        }
    }

    private void addLines(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Table filter file " + file + " cannot be read as UTF-8 text (" + e
                            + "); check its path and permissions",
                    e);
        }
        for (int i = 0; i < lines.size(); i++) {
            // some editors put a byte order mark in front
            String line = i == 0 ? lines.get(i).replaceFirst("^\uFEFF", "") : lines.get(i);
            add(line.strip(), file, i + 1);
        }
    }
}
