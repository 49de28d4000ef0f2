package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.server.original.Problems;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is needed while a YAML file is read.
 *
 * @param environment the variables, null for those that are not set
 */
record Reading(Path file, Problems problems, Function<String, @Nullable String> environment) {

    private static final int FAR = 3;

    void error(Node at, String what) {
        problems.error(file, at.line(), (at.path().isEmpty() ? "" : at.path() + ": ") + what);
    }

    /** Returns the folder that relative paths of the file begin at. */
    Path folder() {
        return Objects.requireNonNull(file.toAbsolutePath().getParent());
    }

    /** Returns " Did you mean ...?" where one of some names is near, else nothing. */
    static String nearest(String given, Collection<String> known) {
        Optional<String> best = known.stream()
                .min((a, b) -> Integer.compare(distance(given, a), distance(given, b)))
                .filter(name -> distance(given, name) <= Math.min(FAR, Math.max(1, given.length() / 2)));
        return best.map(name -> "did you mean " + name + "? ").orElse("");
    }

    /** Counts the letters to change, put in or take out; upper and lower case are one. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (same(from.charAt(i - 1), to.charAt(j - 1)) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }

    private static boolean same(char a, char b) {
        return Character.toLowerCase(a) == Character.toLowerCase(b);
    }
}
