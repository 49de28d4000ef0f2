package io.github.binlogcapturer.server.config;

import java.time.Duration;

/**
 * How the program logs, to standard output.
 *
 * @param json one JSON object per line in place of plain text
 * @param level of this program and the library: {@code trace}, {@code debug}, {@code info}, {@code warn} or {@code error}
 * @param repeatAfter how long a message that was just logged is held back, with a count of what was held back when it comes again; zero for never
 */
public record LogSettings(boolean json, String level, Duration repeatAfter) {

    /** Returns plain text at {@code info}, repeats held back for 10 s. */
    public static LogSettings defaults() {
        return new LogSettings(false, "info", Duration.ofSeconds(10));
    }
}
