package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.spi.SinkContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What stands in a sink's folder. */
final class Folder {

    static final SinkContext CONTEXT = new SinkContext("shop", "archive");

    private Folder() {}

    /** Returns a complete file. */
    static Path file(Path directory, int number, FileFormat format) {
        return directory.resolve(String.format("binlog-%09d.%s", number, format.extension()));
    }

    /** Returns a file that is written to. */
    static Path open(Path directory, int number, FileFormat format) {
        return directory.resolve(String.format("binlog-%09d.%s.open", number, format.extension()));
    }

    /** Returns the lines of a file, without the header. */
    static List<String> lines(Path file) {
        return text(file).lines().skip(1).toList();
    }

    static String text(Path file) {
        // one character for each byte, so that files of bytes can be compared too
        return new String(bytes(file), StandardCharsets.ISO_8859_1);
    }

    /** Returns all files but the lock by name. */
    static Map<String, String> content(Path directory) {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> !file.endsWith("binlogcapturer.lock"))
                    .forEach(file -> content.put(file.getFileName().toString(), text(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return content;
    }

    /** Returns the names of all files but the lock, which may change meanwhile. */
    static List<String> names(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("binlogcapturer.lock"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
