package io.github.binlogcapturer.sink.file.internal.kind;

import java.util.Objects;

/**
 * Whose files they are. Stands in the header of each.
 *
 * @param capture the capture's name
 * @param subscriber the subscriber whose events they hold
 */
public record FileOwner(String capture, String subscriber) {

    public FileOwner {
        Objects.requireNonNull(capture, "capture");
        Objects.requireNonNull(subscriber, "subscriber");
    }
}
