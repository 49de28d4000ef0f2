package io.github.binlogcapturer.sink.mysql.internal.session;

import java.util.Objects;

/** A password that no text shows. */
public final class Secret {

    private final String value;

    public Secret(String value) {
        this.value = Objects.requireNonNull(value, "value");
    }

    String value() {
        return value;
    }

    /** Returns asterisks. */
    @Override
    public String toString() {
        return "***";
    }
}
