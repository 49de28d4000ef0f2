package io.github.binlogcapturer.sink.mysql.internal.target;

import io.github.binlogcapturer.event.Column;
import java.util.Objects;

/**
 * A column of the source and the column of the target it is written to.
 *
 * @param exact whether the target holds each value as the source does, so that two values that differ at the source differ there
 */
public record ColumnMapping(Column source, TargetColumn target, boolean exact) {

    public ColumnMapping {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(target, "target");
    }

    /** Returns the column's index in rows of the source. */
    public int index() {
        return source.index();
    }
}
