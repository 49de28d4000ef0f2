package io.github.binlogcapturer.testkit.database;

import java.nio.charset.StandardCharsets;

/** Looks for markers in the bytes of one direction, also where a marker lies across two chunks. Not thread-safe. */
final class MarkerScan {

    private static final int KEPT_CHARS = 256;

    /** The end of what has passed. */
    private String passed = "";

    /** Remembers bytes that have passed. */
    void pass(byte[] bytes, int length) {
        String text = passed + text(bytes, length);
        passed = text.substring(Math.max(0, text.length() - KEPT_CHARS));
    }

    /** Returns whether the marker ends in these bytes, which have not passed yet. */
    boolean sees(String marker, byte[] bytes, int length) {
        String before = passed.substring(Math.max(0, passed.length() - marker.length() + 1));
        return (before + text(bytes, length)).contains(marker);
    }

    private static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
