package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.server.files.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * What operators have decided and what has to outlive the process: which targets are paused, and which transactions are left out. A line
 * each in the files {@code paused} (target), {@code skipped} (target, tab, raw commit ts) and {@code reposition} (target, tab, where it is to
 * begin: a raw commit ts, {@code earliest} or {@code latest}; until that is carried out). Lines of targets that the configuration does
 * not name now are kept. Thread-safe; a change is on disk when its method returns.
 */
final class StateFolder {

    private final Path pausedFile;
    private final Path skippedFile;
    private final Path repositionFile;
    private final Set<String> paused = new TreeSet<>();
    private final Map<String, TreeSet<CommitTs>> skipped = new TreeMap<>();
    private final Map<String, StartPosition> repositions = new TreeMap<>();

    private StateFolder(Path folder) {
        this.pausedFile = folder.resolve("paused");
        this.skippedFile = folder.resolve("skipped");
        this.repositionFile = folder.resolve("reposition");
    }

    /**
     * Reads the files, none of which needs to be there.
     *
     * @throws ConfigurationException if one cannot be read, or has a line that is not its own; names it
     */
    static StateFolder open(Path folder) {
        StateFolder state = new StateFolder(folder);
        state.paused.addAll(lines(state.pausedFile));
        readPairs(
                state.skippedFile,
                "a commit ts",
                (target, text) -> state.skipped
                        .computeIfAbsent(target, name -> new TreeSet<>())
                        .add(CommitTs.of(Long.parseLong(text))));
        readPairs(
                state.repositionFile,
                "a commit ts, earliest or latest",
                (target, text) -> state.repositions.put(target, PositionText.parse(text)));
        return state;
    }

    private static List<String> lines(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new ConfigurationException(
                    "The file " + file + " cannot be read: " + FailureText.of(e)
                            + ". Make it readable for the account that runs this, or remove it to forget what it says",
                    e);
        }
    }

    private static void readPairs(Path file, String form, BiConsumer<String, String> taker) {
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int tab = line.lastIndexOf('\t');
            try {
                taker.accept(line.substring(0, tab), line.substring(tab + 1).strip());
            } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
                throw new ConfigurationException(
                        "Line " + (i + 1) + " of " + file + " is not a target, a tab and " + form + ", but \"" + line
                                + "\". Mend or remove it",
                        e);
            }
        }
    }

    synchronized boolean isPaused(String target) {
        return paused.contains(target);
    }

    synchronized void setPaused(String target, boolean value) throws IOException {
        Set<String> changed = new TreeSet<>(paused);
        if (value ? changed.add(target) : changed.remove(target)) {
            AtomicFile.write(pausedFile, joined(changed));
            paused.clear();
            paused.addAll(changed);
        }
    }

    synchronized Set<CommitTs> skips(String target) {
        return Set.copyOf(skipped.getOrDefault(target, new TreeSet<>()));
    }

    synchronized void addSkip(String target, CommitTs commitTs) throws IOException {
        Set<CommitTs> changed = new HashSet<>(skips(target));
        changed.add(commitTs);
        replaceSkips(target, changed);
    }

    /**
     * Forgets the skips that lie below a position. One at the position itself stays: it may name a piece of a transaction that ends later,
     * and costs nothing.
     */
    synchronized void forgetSkipsBelow(String target, CommitTs position) throws IOException {
        TreeSet<CommitTs> known = skipped.get(target);
        if (known != null && known.first().compareTo(position) < 0) {
            replaceSkips(target, Set.copyOf(known.tailSet(position)));
        }
    }

    private void replaceSkips(String target, Set<CommitTs> changed) throws IOException {
        TreeSet<CommitTs> sorted = new TreeSet<>(changed);
        Map<String, TreeSet<CommitTs>> all = new TreeMap<>(skipped);
        all.put(target, sorted);
        List<String> lines = new ArrayList<>();
        all.forEach((name, skips) -> skips.forEach(skip -> lines.add(name + "\t" + skip.value())));
        AtomicFile.write(skippedFile, joined(lines));
        if (changed.isEmpty()) {
            skipped.remove(target);
        } else {
            skipped.put(target, sorted);
        }
    }

    synchronized Optional<StartPosition> reposition(String target) {
        return Optional.ofNullable(repositions.get(target));
    }

    /** Returns whether one of some targets is yet to begin elsewhere. */
    synchronized boolean repositionsAny(Collection<String> targets) {
        return targets.stream().anyMatch(repositions::containsKey);
    }

    /** Has targets begin elsewhere, all or none of them. */
    synchronized void addRepositions(Collection<String> targets, StartPosition position) throws IOException {
        Map<String, StartPosition> changed = new TreeMap<>(repositions);
        targets.forEach(target -> changed.put(target, position));
        replaceRepositions(changed);
    }

    synchronized void repositioned(String target) throws IOException {
        Map<String, StartPosition> changed = new TreeMap<>(repositions);
        if (changed.remove(target) != null) {
            replaceRepositions(changed);
        }
    }

    private void replaceRepositions(Map<String, StartPosition> changed) throws IOException {
        List<String> lines = new ArrayList<>();
        changed.forEach((target, position) -> lines.add(target + "\t" + PositionText.of(position)));
        AtomicFile.write(repositionFile, joined(lines));
        repositions.clear();
        repositions.putAll(changed);
    }

    private static String joined(Iterable<String> lines) {
        StringBuilder content = new StringBuilder();
        lines.forEach(line -> content.append(line).append('\n'));
        return content.toString();
    }
}
