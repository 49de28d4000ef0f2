package io.github.binlogcapturer.server;

import io.github.binlogcapturer.server.cli.CommandLineProgram;

/** The program. {@code --help} tells its commands. */
public final class Capturer {

    private Capturer() {}

    /** Carries a command line out and ends the process with its exit code. */
    public static void main(String... arguments) {
        System.exit(CommandLineProgram.run(arguments));
    }
}
