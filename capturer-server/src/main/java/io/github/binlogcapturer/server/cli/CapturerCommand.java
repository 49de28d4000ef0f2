package io.github.binlogcapturer.server.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program's top: the options of all commands. */
@Command(
        name = "capturer",
        header = "Captures BaikalDB's binlog into databases, Kafka and files.",
        description = "%nReads the configuration of the original BinlogCapturer as it is, or its own form in YAML.%n",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "%nExit codes: 0 fine, 1 a problem that is told, 2 wrong usage or configuration, 3 not running (status), 130 second signal.",
            "%nExample: look whether everything is ready, then run",
            "  capturer check --config conf/config.cfg && capturer run --config conf/config.cfg",
            "%n'capturer help COMMAND' tells more of each. The script bin/capturer adds start, stop and restart, which keep one in the background."
        },
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            ConfigCommand.class,
            LinkCommand.class,
            UnlinkCommand.class,
            TablesCommand.class,
            PositionCommand.class,
            TailCommand.class,
            VerifyCommand.class,
            BenchCommand.class,
            ControlCommand.Status.class,
            ControlCommand.Pause.class,
            ControlCommand.Resume.class,
            ControlCommand.Skip.class,
            VersionCommand.class,
            HelpCommand.class,
            AutoComplete.GenerateCompletion.class
        })
final class CapturerCommand extends ProgramCommand {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description =
                    "The configuration: config.cfg of the original, or .yaml; by default conf/config.cfg, or conf/capturer.yaml.")
    private @Nullable Path config;

    @Option(
            names = {"-X", "--stacktrace"},
            scope = ScopeType.INHERIT,
            description = "Prints the stack of an error too.")
    private boolean stacktrace;

    @Option(
            names = {"-V", "--version"},
            description = "Tells the version, as the command version does.")
    private boolean version;

    private final Console console;

    CapturerCommand(Console console) {
        this.console = console;
    }

    Console io() {
        return console;
    }

    /** Returns the file that {@code --config} names, or the usual one. */
    Path configFile() {
        return Plans.file(config, Path.of(""));
    }

    boolean withStack() {
        return stacktrace;
    }

    @Override
    public Integer call() {
        if (version) {
            console.out().println(VersionCommand.text());
            return ExitCodes.FINE;
        }
        spec().commandLine().usage(console.err());
        return ExitCodes.USAGE;
    }
}
