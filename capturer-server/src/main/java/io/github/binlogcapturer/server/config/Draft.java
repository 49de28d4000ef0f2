package io.github.binlogcapturer.server.config;

import java.util.function.UnaryOperator;

/** A value that settings change step by step. Not thread-safe. */
final class Draft<T> {

    private T value;

    Draft(T value) {
        this.value = value;
    }

    void change(UnaryOperator<T> step) {
        value = step.apply(value);
    }

    T get() {
        return value;
    }
}
