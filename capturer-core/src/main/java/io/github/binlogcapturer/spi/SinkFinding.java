package io.github.binlogcapturer.spi;

import java.util.Objects;

/**
 * One thing that was looked at, and how it is.
 *
 * @param ok whether a capture can work so
 * @param what what was looked at and found, as one line shows it, without secrets
 * @param remedy what to do where it is not ok, else empty
 */
public record SinkFinding(boolean ok, String what, String remedy) {

    public SinkFinding {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(remedy, "remedy");
        if (ok != remedy.isEmpty()) {
            throw new IllegalArgumentException("A finding has a remedy just where it is not ok, but got " + what);
        }
    }

    /** Returns that something is as it has to be. */
    public static SinkFinding ok(String what) {
        return new SinkFinding(true, what, "");
    }

    /** Returns that something is not as it has to be, and what to do. */
    public static SinkFinding wrong(String what, String remedy) {
        return new SinkFinding(false, what, remedy);
    }
}
