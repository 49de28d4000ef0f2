package io.github.binlogcapturer.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the documents name is there. */
class DocumentsTest {

    private static final Pattern TEST = Pattern.compile("`(\\w+Test)#(\\w+)`");
    private static final Pattern TYPE = Pattern.compile("`([A-Z]\\w*[a-z][A-Z]\\w*)(?:\\.\\w+)?`");
    private static final Pattern LINK = Pattern.compile("]\\((?!http)([^)#]+)[^)]*\\)");
    /** Names of the JDK in what reads like a type of ours. */
    private static final Set<String> FOREIGN = Set.of("ThreadFactory");

    @Test
    void shouldNameTestsThatExist() throws Exception {
        Map<String, String> sources = sources();

        List<String> missing = new ArrayList<>();
        for (MatchResult test : find(TEST, ProjectFiles.read("docs/GUARANTEES.md"))) {
            if (!sources.getOrDefault(test.group(1), "").contains("void " + test.group(2) + "(")) {
                missing.add(test.group());
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void shouldNameATestInEveryGuarantee() throws Exception {
        String guarantees = ProjectFiles.read("docs/GUARANTEES.md");

        assertThat(Pattern.compile("\n(?=- |\n|#)").splitAsStream(guarantees).filter(line -> line.startsWith("- ")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).containsPattern(TEST));
    }

    @Test
    void shouldNameTypesThatExist() throws Exception {
        Set<String> known = new HashSet<>(sources().keySet());
        known.addAll(FOREIGN);

        assertThat(find(TYPE, ProjectFiles.read("docs/ARCHITECTURE.md")))
                .isNotEmpty()
                .extracting(type -> type.group(1))
                .isSubsetOf(known);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void shouldLinkToFilesThatExist(Path document) throws Exception {
        for (MatchResult link : find(LINK, Files.readString(document))) {
            assertThat(document.resolveSibling(link.group(1))).as(link.group()).exists();
        }
    }

    static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        for (Path folder : List.of(
                ProjectFiles.root(),
                ProjectFiles.root().resolve("docs"),
                ProjectFiles.root().resolve("docs/design"))) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
            }
        }
        return documents;
    }

    private static List<MatchResult> find(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }

    /** Returns the text of every source file of the project by the name of its class. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> modules = Files.list(ProjectFiles.root())) {
            for (Path module : modules.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .toList()) {
                addSources(module.resolve("src"), sources);
            }
        }
        return sources;
    }

    private static void addSources(Path folder, Map<String, String> sources) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String name = file.getFileName().toString();
                sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
            }
        }
    }
}
