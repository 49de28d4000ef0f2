package io.github.binlogcapturer.server.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether standard output and standard error are seen by a person. Java tells only whether input and output both are, and from version 22
 * on not even that; Linux tells each stream by what its descriptor leads to. Elsewhere Java's answer has to do.
 */
public final class Terminals {

    private Terminals() {}

    /** Returns whether standard input is a terminal, so that a question can be answered. */
    public static boolean isInput() {
        return isTerminal(0);
    }

    /** Returns whether standard output is a terminal. */
    public static boolean isOutput() {
        return isTerminal(1);
    }

    /** Returns whether standard error is a terminal. */
    public static boolean isError() {
        return isTerminal(2);
    }

    /** Returns whether colours are wanted on standard output: a terminal, no {@code NO_COLOR}, and one that is not dumb. */
    public static boolean hasColours() {
        String refused = System.getenv("NO_COLOR");
        return isOutput() && (refused == null || refused.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    }

    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd", String.valueOf(descriptor));
        if (!Files.isSymbolicLink(link)) {
            return hasConsole();
        }
        try {
            String device = Files.readSymbolicLink(link).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException e) {
            return hasConsole();
        }
    }

    @SuppressWarnings("SystemConsoleNull") // true too often from Java 22 on, where nothing tells better
    private static boolean hasConsole() {
        return System.console() != null;
    }
}
