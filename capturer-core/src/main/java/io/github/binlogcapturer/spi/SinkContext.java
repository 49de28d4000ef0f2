package io.github.binlogcapturer.spi;

import java.util.Objects;

/**
 * What a sink may know about the capture it serves.
 *
 * @param capture the capture's name, as the builder has it
 * @param subscriber the subscriber whose events it takes
 */
public record SinkContext(String capture, String subscriber) {

    public SinkContext {
        Objects.requireNonNull(capture, "capture");
        Objects.requireNonNull(subscriber, "subscriber");
    }
}
