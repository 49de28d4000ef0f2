package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.server.logging.Logging;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program's command line, from arguments to an exit code. Logs go to standard error until a command decides otherwise. */
public final class CommandLineProgram {

    private CommandLineProgram() {}

    /** Carries a command line out on the process's own standard streams, and returns the exit code. Blocks as long as the command takes. */
    public static int run(String... arguments) {
        Logging.quiet();
        Console console = Console.system();
        try {
            return execute(console, arguments);
        } catch (Error e) { // picocli hands exceptions on, not errors
            Failures.print(e, console.err(), true);
            return ExitCodes.PROBLEM;
        } finally {
            console.out().flush();
            Logging.flush();
        }
    }

    static int execute(Console console, String... arguments) {
        CapturerCommand top = new CapturerCommand(console);
        return commandLine(top, console)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    console.out().flush();
                    Failures.print(failure, console.err(), top.withStack());
                    if (failure instanceof InterruptedException) {
                        Thread.currentThread().interrupt();
                    }
                    return Failures.exitCode(failure);
                })
                .execute(arguments);
    }

    /** Returns the commands as picocli has them, for help and completion. */
    static CommandLine commandLine(CapturerCommand top, Console console) {
        CommandLine program = new CommandLine(top);
        ReplayTargets.addTo(program, top, console);
        return program.setOut(console.out())
                .setErr(console.err())
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(console.colours().areOn() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((wrong, arguments) -> tellUsage(wrong, console.err()));
    }

    /** All of the usage would bury what is wrong. */
    private static int tellUsage(ParameterException wrong, PrintWriter err) {
        err.println("capturer: " + wrong.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(wrong, err)) {
            String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
            err.println("'" + name + " --help' tells what is allowed");
        }
        err.flush();
        return ExitCodes.USAGE;
    }
}
