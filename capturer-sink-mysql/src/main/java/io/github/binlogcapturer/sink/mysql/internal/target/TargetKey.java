package io.github.binlogcapturer.sink.mysql.internal.target;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The primary key or a unique key of a table of the target, in key order. */
record TargetKey(String name, List<Part> parts) {

    static final String PRIMARY = "PRIMARY";

    TargetKey {
        parts = List.copyOf(parts);
    }

    boolean primary() {
        return name.equals(PRIMARY);
    }

    /**
     * One part of a key.
     *
     * @param column null where the part is an expression
     * @param prefix how many characters or bytes count, 0 for all
     */
    record Part(@Nullable TargetColumn column, int prefix) {}
}
