package io.github.binlogcapturer.server.original;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys of one section, with the checks that their values need. */
final class Keys {

    private static final Pattern ADDRESS = Pattern.compile("([^:,\\s\\[\\]]+|\\[[0-9a-fA-F:.]+]):(\\d{1,5})");
    private static final int MAX_PORT = 65_535;

    private final Path file;
    private final IniFile ini;
    private final String section;
    private final Problems problems;

    Keys(Path file, IniFile ini, String section, Problems problems) {
        this.file = file;
        this.ini = ini;
        this.section = section;
        this.problems = problems;
    }

    boolean has(String key) {
        return entry(key).isPresent();
    }

    /** Returns the line of a key, or 0 where it is missing. */
    int line(String key) {
        return entry(key).map(IniFile.Entry::line).orElse(0);
    }

    private Optional<IniFile.Entry> entry(String key) {
        return ini.get(section, key.toLowerCase(Locale.ROOT));
    }

    /** Returns a text that has to be there and not be empty. */
    Optional<String> text(String key) {
        Optional<String> value = textOrEmpty(key);
        if (value.isPresent() && value.get().isBlank()) {
            problems.error(file, line(key), key + " of [" + section + "] is empty");
            return Optional.empty();
        }
        return value;
    }

    /** Returns a text that has to be there. */
    Optional<String> textOrEmpty(String key) {
        Optional<IniFile.Entry> entry = entry(key);
        if (entry.isEmpty() && !stands(key)) {
            problems.error(file, 0, "key " + key + " is missing in section [" + section + "]");
        }
        return entry.map(IniFile.Entry::value);
    }

    /** Returns whether the key is there, though its value may have been refused already. */
    private boolean stands(String key) {
        return ini.section(section).containsKey(key.toLowerCase(Locale.ROOT));
    }

    /** Returns a number that has to be there. */
    Optional<Long> number(String key, long least, long most) {
        return text(key).flatMap(text -> checked(key, text, least, most));
    }

    /** Returns a number if its key is there. */
    Optional<Long> optionalNumber(String key, long least, long most) {
        return stands(key) || has(key) ? number(key, least, most) : Optional.empty();
    }

    private Optional<Long> checked(String key, String text, long least, long most) {
        try {
            long value = Long.parseLong(text.strip());
            if (value >= least && value <= most) {
                return Optional.of(value);
            }
        } catch (NumberFormatException e) {
            // told below, like a number out of range
        }
        String range = most == Long.MAX_VALUE ? "of at least " + least : "from " + least + " to " + most;
        problems.error(
                file,
                line(key),
                key + " of [" + section + "] is a whole number " + range + ", but is \"" + text + "\"");
        return Optional.empty();
    }

    Optional<Path> asPath(String key, String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            problems.error(file, line(key), key + " of [" + section + "] is no path: " + e.getReason());
            return Optional.empty();
        }
    }

    void requireAddresses(String key, List<String> addresses) {
        if (addresses.isEmpty()
                && entry(key).filter(found -> !found.value().isBlank()).isPresent()) {
            problems.error(file, line(key), key + " of [" + section + "] names no server; give host:port,host:port");
        }
        for (String address : addresses) {
            Matcher matcher = ADDRESS.matcher(address);
            if (!matcher.matches() || !isPort(matcher.group(2))) {
                problems.error(
                        file,
                        line(key),
                        key + " of [" + section + "] holds \"" + address
                                + "\"; a server is host:port, with a port from 1 to " + MAX_PORT);
            }
        }
    }

    private static boolean isPort(String digits) {
        int port = Integer.parseInt(digits);
        return port >= 1 && port <= MAX_PORT;
    }

    /** Notes keys of this section that nothing reads; the original did not mind them. */
    void noteUnknown(Set<String> known) {
        ini.section(section).forEach((key, entry) -> {
            if (!known.contains(key)) {
                problems.note(
                        file, entry.line(), "key " + key + " of [" + section + "] is not known and has no effect");
            }
        });
    }

    void noteOtherSections(Set<String> known) {
        ini.sectionLines().forEach((name, line) -> {
            if (!known.contains(name) && !name.equals("DEFAULT")) {
                problems.note(file, line, "section [" + name + "] is not known and has no effect");
            }
        });
    }
}
