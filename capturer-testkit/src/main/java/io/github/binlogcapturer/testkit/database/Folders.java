package io.github.binlogcapturer.testkit.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whole folders: copied and deleted. */
final class Folders {

    private Folders() {}

    /** Copies what is in a folder into another one that exists. */
    static void copy(Path from, Path to) throws IOException {
        for (Path source : walk(from)) {
            if (!source.equals(from)) {
                Files.copy(source, to.resolve(from.relativize(source).toString()));
            }
        }
    }

    /** Deletes a folder and all in it; one that is not there is deleted already. */
    static void delete(Path folder) throws IOException {
        for (Path path : walk(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
            Files.deleteIfExists(path);
        }
    }

    /** A dying server may still delete files of its own while they are listed. */
    private static List<Path> walk(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.toList();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                return walk(folder);
            }
            throw e.getCause();
        }
    }
}
