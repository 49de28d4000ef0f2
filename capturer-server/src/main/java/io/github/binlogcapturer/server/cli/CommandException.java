package io.github.binlogcapturer.server.cli;

/** A command that cannot be carried out; the message is all that a user needs: what, where, what to do. */
final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Returns that what was asked for makes no sense so. */
    static CommandException usage(String message) {
        return new CommandException(ExitCodes.USAGE, message);
    }

    /** Returns that something is not as it has to be. */
    static CommandException problem(String message) {
        return new CommandException(ExitCodes.PROBLEM, message);
    }

    /** Returns that the program does not run. */
    static CommandException notRunning(String message) {
        return new CommandException(ExitCodes.NOT_RUNNING, message);
    }

    int exitCode() {
        return exitCode;
    }
}
