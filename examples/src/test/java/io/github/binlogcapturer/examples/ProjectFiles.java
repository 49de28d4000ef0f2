package io.github.binlogcapturer.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The documents and sources of the project. */
final class ProjectFiles {

    /** Surefire sets basedir to the module; an IDE may run in it or in the root. */
    private static final Path MODULE = Path.of(
                    System.getProperty("basedir", Files.isDirectory(Path.of("examples")) ? "examples" : ""))
            .toAbsolutePath();

    private ProjectFiles() {}

    static Path root() {
        return MODULE.resolveSibling("");
    }

    static String read(String path) throws IOException {
        return Files.readString(root().resolve(path));
    }

    /** Returns the lines between {@code // begin: NAME} and {@code // end: NAME} of an example, without their common indent. */
    static String region(String example, String name) throws IOException {
        Path source = MODULE.resolve("src/main/java/io/github/binlogcapturer/examples/" + example + ".java");
        List<String> lines = Files.readAllLines(source);
        List<String> trimmed = lines.stream().map(String::strip).toList();
        int begin = trimmed.indexOf("// begin: " + name);
        int end = trimmed.indexOf("// end: " + name);
        return lines.subList(begin + 1, end).stream()
                .collect(Collectors.joining("\n"))
                .stripIndent();
    }
}
