package io.github.binlogcapturer.server.original;

import io.github.binlogcapturer.error.ConfigurationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is wrong with configuration files, and what is worth knowing, collected so that a user hears of everything at once. Not thread-safe.
 */
public final class Problems {

    private record Place(String file, int line, String what) {

        String text() {
            return file + (line > 0 ? ":" + line : "") + ": " + what;
        }
    }

    private final Set<Place> errors = new LinkedHashSet<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * Adds what has to be mended before anything can run.
     *
     * @param line from 1, or 0 where no line is at fault
     * @param what the fault and what is allowed
     */
    public void error(Path file, int line, String what) {
        errors.add(new Place(file.toString(), line, what));
    }

    /** Adds what a user should know, see {@link #error}. */
    public void note(Path file, int line, String what) {
        notes.add(new Place(file.toString(), line, what).text());
    }

    /** Adds what a user should know and that belongs to no line. */
    public void note(String what) {
        notes.add(what);
    }

    /** Returns whether there are errors. */
    public boolean any() {
        return !errors.isEmpty();
    }

    /** Returns the notes so far. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /**
     * Does nothing where there are no errors.
     *
     * @throws ConfigurationException if there are; its message has a line for each, in the order of the files' lines
     */
    public void throwIfAny() {
        if (errors.isEmpty()) {
            return;
        }
        List<String> files = errors.stream().map(Place::file).distinct().toList();
        List<String> lines = errors.stream()
                .sorted(Comparator.<Place>comparingInt(place -> files.indexOf(place.file()))
                        .thenComparingInt(Place::line))
                .map(Place::text)
                .toList();
        String head = lines.size() == 1 ? "" : lines.size() + " problems with the configuration:\n";
        throw new ConfigurationException(head + String.join("\n", lines));
    }
}
