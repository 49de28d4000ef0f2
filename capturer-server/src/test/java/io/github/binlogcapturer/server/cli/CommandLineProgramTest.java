package io.github.binlogcapturer.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class CommandLineProgramTest {

    private final Screen screen = Screen.silent();

    static Stream<List<String>> commands() {
        Console console = Screen.silent().console();
        List<List<String>> paths = new ArrayList<>();
        collect(CommandLineProgram.commandLine(new CapturerCommand(console), console), List.of(), paths);
        return paths.stream().filter(path -> !path.contains("help") && !path.contains("generate-completion"));
    }

    private static void collect(CommandLine command, List<String> path, List<List<String>> paths) {
        paths.add(path);
        command.getSubcommands().forEach((name, child) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            collect(child, longer, paths);
        });
    }

    private int run(String... arguments) {
        return CommandLineProgram.execute(screen.console(), arguments);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldHelpWithEachCommand(List<String> path) {
        List<String> arguments = new ArrayList<>(path);
        arguments.add("--help");

        assertThat(run(arguments.toArray(new String[0]))).isZero();
        assertThat(screen.out()).contains("Usage: capturer", "Exit codes: 0", "Example", "--config");
    }

    @Test
    void shouldHaveAllCommands() {
        assertThat(commands().filter(path -> path.size() == 1).map(path -> path.get(0)))
                .contains(
                        "run",
                        "check",
                        "config",
                        "link",
                        "unlink",
                        "tables",
                        "position",
                        "tail",
                        "replay",
                        "verify",
                        "bench",
                        "status",
                        "pause",
                        "resume",
                        "skip",
                        "version");
    }

    @Test
    void shouldTellAWrongCommandInShort() {
        assertThat(run("chekc")).isEqualTo(ExitCodes.USAGE);
        assertThat(screen.err()).contains("chekc", "Did you mean", "capturer check");
    }

    @Test
    void shouldTellAWrongOptionInShort() {
        assertThat(run("tail", "--from", "yesterday")).isEqualTo(ExitCodes.USAGE);
        assertThat(screen.err())
                .contains("--from", "yesterday", "2026-11-21T07:39:23+08:00", "'capturer tail --help'")
                .hasLineCount(2);
    }

    @Test
    void shouldTellAMissingConfiguration(@TempDir Path folder) {
        Path file = folder.resolve("none.yaml");
        assertThat(run("run", "--config", file.toString())).isEqualTo(ExitCodes.USAGE);
        assertThat(screen.err())
                .contains("There is no configuration file " + file, "--config FILE")
                .hasLineCount(1);
    }

    @Test
    void shouldPrintTheStackWhenAsked(@TempDir Path folder) {
        Path file = folder.resolve("none.yaml");
        assertThat(run("-X", "tables", "-c", file.toString())).isEqualTo(ExitCodes.USAGE);
        assertThat(screen.err())
                .contains("There is no configuration file", "\tat io.github.binlogcapturer.server.cli.");
    }

    @Test
    void shouldConvertPositionsWithoutAConfiguration() {
        assertThat(run("position", "convert", "2026-11-21T07:39:23.325Z")).isZero();
        assertThat(screen.out()).contains("commit ts  57000267173068800", "2026-11-21 07:39:23.325 +00:00");
    }

    @Test
    void shouldReplayWithoutAConfiguration(@TempDir Path folder) {
        assertThat(run("replay", folder.toString(), "--verify")).isEqualTo(ExitCodes.USAGE);
        assertThat(screen.err()).contains(folder + " has no files");
    }

    @Test
    void shouldPrintACompletionScript() {
        assertThat(run("generate-completion")).isZero();
        assertThat(screen.out()).contains("_complete_capturer");
    }

    @Test
    void shouldShowTheUsageWhereNothingIsAskedFor() {
        assertThat(run()).isEqualTo(ExitCodes.USAGE);
        assertThat(screen.err()).contains("Usage: capturer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1"})
    void shouldRefuseALimitThatEndsNothing(String limit, @TempDir Path folder) throws IOException {
        Path config = Files.writeString(folder.resolve("capturer.yaml"), """
                source: {metaServers: ["127.0.0.1:1"], namespace: n, tables: ["*.*"]}
                targets: [{file: {folder: /tmp}}]
                """);

        assertThat(CommandLineProgram.execute(
                        screen.console(), "tail", "--limit", limit, "--config", config.toString()))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(screen.err()).contains("--limit has to be at least 1");
    }

    @Test
    void shouldNotMeasureIntoFilesThatHoldThePositionOfACapture(@TempDir Path folder) throws IOException {
        Path config = Files.writeString(folder.resolve("capturer.yaml"), """
                source: {metaServers: ["127.0.0.1:1"], namespace: n, tables: ["*.*"]}
                targets: [{file: {folder: /tmp}}]
                """);

        assertThat(CommandLineProgram.execute(
                        screen.console(), "bench", "--into", "file", "-y", "--config", config.toString()))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(screen.err()).contains("Target file is files", "copy of");
    }

    @Test
    void shouldConvertTheFileOfTheConfigOptionWhereNoneIsNamed() {
        assertThat(run("config", "convert", "--config", "none.cfg")).isEqualTo(ExitCodes.USAGE);
        assertThat(screen.err()).contains("There is no configuration file none.cfg");
    }

    @Test
    void shouldNotTakeYamlForAFileOfTheOriginal(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("capturer.yaml"), "name: a");

        assertThat(run("config", "convert", file.toString())).isEqualTo(ExitCodes.USAGE);
        assertThat(screen.err()).contains("is YAML already");
    }
}
