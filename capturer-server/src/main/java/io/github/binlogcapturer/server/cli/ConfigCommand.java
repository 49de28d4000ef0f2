package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.server.config.Configurations;
import io.github.binlogcapturer.server.config.Conversions;
import io.github.binlogcapturer.server.config.ServerPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import static java.nio.charset.StandardCharsets.UTF_8;

/** {@code capturer config}, a group of commands. */
@Command(
        name = "config",
        header = "Checks, converts and explains configuration files.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "%nExit codes: 0 fine, 1 the file cannot be written, 2 wrong usage or configuration.",
            "%nExample:",
            "  capturer config check conf/config.cfg"
        },
        subcommands = {ConfigCommand.Check.class, ConfigCommand.Convert.class, ConfigCommand.Reference.class})
final class ConfigCommand extends ProgramCommand {

    @Override
    public Integer call() {
        spec().commandLine().usage(console().err());
        return ExitCodes.USAGE;
    }

    /** {@code capturer config check}. */
    @Command(
            name = "check",
            header = "Reads a configuration, names every mistake with file and line, and says what would run.",
            description = "%nAsks no server: 'capturer check' does.",
            footer = {
                "%nExit codes: 0 fine, 2 wrong usage or configuration.",
                "%nExample:",
                "  capturer config check conf/capturer.yaml"
            })
    static final class Check extends ProgramCommand {

        @Parameters(paramLabel = "FILE", arity = "0..1", description = "The file; by default that of --config.")
        private @Nullable Path file;

        @Override
        public Integer call() {
            ServerPlan plan = Plans.load(file == null ? top().configFile() : Plans.file(file, Path.of("")));
            console().out().println(Configurations.describe(plan).stripTrailing());
            return ExitCodes.FINE;
        }
    }

    /** {@code capturer config convert}. */
    @Command(
            name = "convert",
            header = "Writes the original's configuration as YAML that stands for the same.",
            footer = {
                "%nExit codes: 0 fine, 1 the file cannot be written, 2 wrong usage or configuration.",
                "%nExample:",
                "  capturer config convert conf/config.cfg conf/capturer.yaml"
            })
    static final class Convert extends ProgramCommand {

        @Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "CONFIG.CFG",
                description = "The original's config.cfg; by default that of --config.")
        private @Nullable Path original;

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "YAML",
                description = "Where to write, a file that is not there yet; by default standard output.")
        private @Nullable Path target;

        @Option(
                names = "--secrets",
                description = "Writes passwords as they are; by default as variables of the environment to set.")
        private boolean secrets;

        @Override
        public Integer call() throws IOException {
            Path from = original == null ? top().configFile() : Plans.file(original, Path.of(""));
            if (from.toString().matches("(?i).*\\.ya?ml")) {
                throw CommandException.usage(from + " is YAML already; name a config.cfg of the original");
            }
            String yaml = Conversions.toYaml(from, secrets);
            Path file = target;
            if (file == null) {
                console().out().print(yaml);
                console().out().flush();
                return ExitCodes.FINE;
            }
            if (Files.exists(file)) {
                throw CommandException.usage(file + " is there already; move it away, or name another file");
            }
            write(file, yaml);
            console().out().println("Wrote " + file + "; 'capturer config check " + file + "' reads it");
            return ExitCodes.FINE;
        }

        /** With secrets in it, it is for its owner alone. */
        private void write(Path file, String yaml) throws IOException {
            if (secrets && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.write(file, yaml.getBytes(UTF_8), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        }
    }

    /** {@code capturer config reference}. */
    @Command(
            name = "reference",
            header = "Tells every key of the YAML form.",
            footer = {"%nExit codes: 0.", "%nExample:", "  capturer config reference | less"})
    static final class Reference extends ProgramCommand {

        @Override
        public Integer call() {
            console().out().println(Configurations.reference().stripTrailing());
            return ExitCodes.FINE;
        }
    }
}
