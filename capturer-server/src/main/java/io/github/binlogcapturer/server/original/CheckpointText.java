package io.github.binlogcapturer.server.original;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the original's checkpoint file: integers, one a line, of which the largest counts. */
record CheckpointText(Path file) {

    /** Adds what is wrong with the file. */
    void problems(Problems problems) {
        read(problems);
    }

    /** Returns the largest number; 0 if there is none. */
    long value() {
        Problems problems = new Problems();
        long largest = read(problems);
        problems.throwIfAny();
        return largest;
    }

    /** Returns the value where the file can be read at all. */
    Optional<Long> valueIfThere() {
        Problems problems = new Problems();
        long value = read(problems);
        return problems.any() ? Optional.empty() : Optional.of(value);
    }

    /** Returns all numbers that a file of this form holds; none where it is not there, and lines of something else left out. */
    static Set<Long> numbers(Path file) throws IOException {
        Set<Long> numbers = new HashSet<>();
        for (String line : Files.exists(file) ? Lines.of(file) : List.<String>of()) {
            if (line.matches("\\d{1,18}")) {
                numbers.add(Long.parseLong(line));
            }
        }
        return numbers;
    }

    private long read(Problems problems) {
        List<String> lines;
        try {
            lines = Lines.of(file);
        } catch (IOException e) {
            problems.error(
                    file,
                    0,
                    "the checkpoint cannot be read: " + Lines.reason(e)
                            + "; write 0 into it to begin with the oldest transaction, or the commit ts to begin behind");
            return 0;
        }
        long largest = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                largest = Math.max(largest, number(lines.get(i), i + 1, problems));
            }
        }
        return largest;
    }

    private long number(String line, int number, Problems problems) {
        try {
            long value = Long.parseLong(line.strip());
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below, like a negative one
        }
        problems.error(
                file,
                number,
                "a line of the checkpoint is a commit ts, or 0 for the oldest transaction, but is \"" + line.strip()
                        + "\"");
        return 0;
    }
}
