package io.github.binlogcapturer.server.cli;

/** What the program's exit codes say. */
final class ExitCodes {

    static final int FINE = 0;
    static final int PROBLEM = 1;
    static final int USAGE = 2;
    static final int NOT_RUNNING = 3;
    static final int SECOND_SIGNAL = 130;

    private ExitCodes() {}
}
