package io.github.binlogcapturer.sink.mysql.internal.target;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A column of the target.
 *
 * @param quoted the name in backticks
 * @param dataType the type without length, in lower case
 * @param columnType the whole type, in lower case
 * @param hasDefault whether a new row may leave it out
 * @param generated whether the target computes it, so that it cannot be written
 * @param fraction digits of a second, 0 where the type has none
 * @param comment what its DDL says about it, or an empty text
 */
public record TargetColumn(
        String name,
        String quoted,
        String dataType,
        String columnType,
        @Nullable String charset,
        @Nullable String collation,
        boolean nullable,
        boolean hasDefault,
        boolean generated,
        int fraction,
        String comment) {

    public TargetColumn {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(quoted, "quoted");
        Objects.requireNonNull(dataType, "dataType");
        Objects.requireNonNull(columnType, "columnType");
        Objects.requireNonNull(comment, "comment");
    }

    /** Returns whether equality of two values at the target is more than equality byte by byte: case, trailing spaces, filling zeros. */
    public boolean folds() {
        return dataType.equals("binary")
                || dataType.equals("char")
                || (collation != null
                        && !collation.equals("binary")
                        && !collation.endsWith("_nopad_bin")
                        && !collation.endsWith("_0900_bin"));
    }
}
