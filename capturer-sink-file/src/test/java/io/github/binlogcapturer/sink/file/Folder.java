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

    static Path file(Path directory, int number, FileFormat format) {
        return directory.resolve(String.format("binlog-%09d.%s", number, format.extension()));
    }

    /** Returns the lines of a file, without the header. */
    static List<String> lines(Path file) {
        return text(file).lines().skip(1).toList();
    }

    static String text(Path file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    /** Returns all files but the lock by name. */
    static Map<String, String> content(Path directory) {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> !file.endsWith(FolderLock.FILE_NAME))
                    .forEach(file -> content.put(file.getFileName().toString(), text(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return content;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
