package io.github.binlogcapturer.testkit.database;

import java.nio.charset.StandardCharsets;

/**
 * A marker that cuts its connection.
 *
 * @param forwarded whether the server gets the request with the marker
 */
record Trap(String marker, boolean forwarded) {

    Trap {
        if (marker.isEmpty() || !StandardCharsets.US_ASCII.newEncoder().canEncode(marker)) {
            throw new IllegalArgumentException("A marker is some ASCII text, but got \"" + marker + "\"");
        }
    }
}
