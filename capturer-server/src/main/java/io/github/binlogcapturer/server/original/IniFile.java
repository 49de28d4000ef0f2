package io.github.binlogcapturer.server.original;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file as Python 2's ConfigParser takes it: sections, keys and values, with the lines they stand in. */
final class IniFile {

    /** A value before interpolation, and the line of its key. */
    record Entry(String value, int line) {

        Entry joined(String more) {
            return new Entry(value + "\n" + more, line);
        }
    }

    private static final String DEFAULTS = "DEFAULT";
    private static final int MAX_DEPTH = 10;
    private static final Pattern SECTION = Pattern.compile("\\[([^]]+)].*", Pattern.DOTALL);
    private static final Pattern OPTION = Pattern.compile("([^:=\\s][^:=]*)\\s*[:=]\\s*(.*)", Pattern.DOTALL);
    private static final Pattern REFERENCE = Pattern.compile("%(?:\\(([^)]*)\\)s|%|.?)", Pattern.DOTALL);

    private final Path path;
    private final Problems problems;
    private final Map<String, Map<String, Entry>> sections = new LinkedHashMap<>();
    private final Map<String, Integer> sectionLines = new LinkedHashMap<>();
    private String section = "";
    private String key = "";
    private boolean reportedHeader;

    private IniFile(Path path, Problems problems) {
        this.path = path;
        this.problems = problems;
    }

    /** Reads lines; what is wrong with them goes to the problems, and the rest is read all the same. */
    static IniFile parse(Path path, List<String> lines, Problems problems) {
        IniFile file = new IniFile(path, problems);
        for (int i = 0; i < lines.size(); i++) {
            file.line(lines.get(i), i + 1);
        }
        return file;
    }

    private void line(String line, int number) {
        if (isComment(line)) {
            return;
        }
        boolean indented = Character.isWhitespace(line.charAt(0));
        if (indented && !section.isEmpty() && !key.isEmpty()) {
            entries(section).computeIfPresent(key, (name, entry) -> entry.joined(line.strip()));
            return;
        }
        Matcher header = SECTION.matcher(line);
        if (header.matches()) {
            section = header.group(1);
            key = "";
            sectionLines.putIfAbsent(section, number);
            entries(section);
        } else if (section.isEmpty()) {
            reportMissingHeader(number);
        } else {
            option(line, number);
        }
    }

    private void reportMissingHeader(int number) {
        if (!reportedHeader) {
            problems.error(path, number, "a key stands before any section; begin the file with [global]");
        }
        reportedHeader = true;
    }

    private static boolean isComment(String line) {
        if (line.isBlank() || line.charAt(0) == '#' || line.charAt(0) == ';') {
            return true;
        }
        boolean rem = line.charAt(0) == 'r' || line.charAt(0) == 'R';
        return rem && line.split("\\s", 2)[0].equalsIgnoreCase("rem");
    }

    private void option(String line, int number) {
        Matcher option = OPTION.matcher(line);
        if (!option.matches()) {
            problems.error(path, number, "no \"key = value\", no [section] and no comment: \"" + line.strip() + "\"");
            return;
        }
        key = option.group(1).strip().toLowerCase(Locale.ROOT);
        Entry before = entries(section).put(key, new Entry(value(option.group(2)), number));
        if (before != null) {
            problems.note(
                    path,
                    number,
                    key + " of [" + section + "] was set in line " + before.line()
                            + " already; this line counts, as with the original");
        }
    }

    /** A semicolon behind white space begins a comment; two quotes stand for nothing. */
    private static String value(String text) {
        int comment = text.indexOf(';');
        String value =
                comment > 0 && Character.isWhitespace(text.charAt(comment - 1)) ? text.substring(0, comment) : text;
        value = value.strip();
        return value.equals("\"\"") ? "" : value;
    }

    private Map<String, Entry> entries(String name) {
        return sections.computeIfAbsent(name, unused -> new LinkedHashMap<>());
    }

    boolean hasSection(String name) {
        return sections.containsKey(name);
    }

    /** Returns the names of the sections and the lines where they begin. */
    Map<String, Integer> sectionLines() {
        return sectionLines;
    }

    /** Returns the keys that stand in a section itself, in order. */
    Map<String, Entry> section(String name) {
        return sections.getOrDefault(name, Map.of());
    }

    /** Returns a value with its references filled in; empty where there is no such key, or it was reported. */
    Optional<Entry> get(String from, String name) {
        Entry entry = find(from, name);
        if (entry == null) {
            return Optional.empty();
        }
        return interpolate(from, name, entry).map(text -> new Entry(text, entry.line()));
    }

    private @Nullable Entry find(String from, String name) {
        Entry own = section(from).get(name);
        return own != null ? own : section(DEFAULTS).get(name);
    }

    /** Only a value with a reference is touched at all, so that a password may hold a percent sign. */
    private Optional<String> interpolate(String from, String name, Entry entry) {
        String value = entry.value();
        for (int depth = 0; value.contains("%("); depth++) {
            if (depth == MAX_DEPTH) {
                problems.error(path, entry.line(), name + " refers to itself: " + entry.value());
                return Optional.empty();
            }
            Optional<String> filled = fill(from, name, value, entry.line());
            if (filled.isEmpty()) {
                return filled;
            }
            value = filled.get();
        }
        return Optional.of(value);
    }

    private Optional<String> fill(String from, String name, String value, int line) {
        StringBuilder out = new StringBuilder();
        Matcher matcher = REFERENCE.matcher(value);
        int at = 0;
        while (matcher.find()) {
            out.append(value, at, matcher.start());
            at = matcher.end();
            String wanted = matcher.group(1);
            if (matcher.group().equals("%%")) {
                out.append('%');
                continue;
            }
            Entry other = wanted == null ? null : find(from, wanted.toLowerCase(Locale.ROOT));
            if (other == null) {
                problems.error(path, line, badReference(from, name, wanted));
                return Optional.empty();
            }
            out.append(other.value());
        }
        return Optional.of(out.append(value.substring(at)).toString());
    }

    private static String badReference(String from, String name, @Nullable String wanted) {
        return wanted == null
                ? name + " has a % that begins no reference; write %(key)s, or %% for the sign itself"
                : name + " refers to %(" + wanted + ")s, but [" + from + "] has no such key";
    }
}
