package io.github.binlogcapturer.server.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code capturer version}. */
@Command(
        name = "version",
        header = "Tells the version, and that of Java.",
        footer = {"%nExit codes: 0.", "%nExample:", "  capturer version"})
final class VersionCommand extends ProgramCommand {

    @Override
    public Integer call() {
        console().out().println(text());
        return ExitCodes.FINE;
    }

    static String text() {
        return "BinlogCapturer " + version() + ", Java " + Runtime.version() + " (" + System.getProperty("java.vendor")
                + "), " + System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    /** Returns what the jar says of itself; classes outside of a jar have none. */
    static String version() {
        @Nullable String version = VersionCommand.class.getPackage().getImplementationVersion();
        return version == null ? "(built from source)" : version;
    }
}
