package io.github.binlogcapturer.sink.mysql.internal.target;

import io.github.binlogcapturer.spi.KeyPart;
import java.util.List;
import java.util.Objects;

/**
 * A unique key of the target in terms of the source.
 *
 * @param parts its parts in key order; of a part that the source cannot tell nothing is known
 * @param columns the mappings of those parts; shorter where a part is not known
 * @param nullable whether the target takes a NULL in any part
 */
public record MappedKey(String name, List<KeyPart> parts, List<ColumnMapping> columns, boolean nullable) {

    public MappedKey {
        Objects.requireNonNull(name, "name");
        parts = List.copyOf(parts);
        columns = List.copyOf(columns);
    }

    /** Returns whether each part's value can be told from a row of the source. */
    public boolean known() {
        for (KeyPart part : parts) {
            if (part.comparison() == KeyPart.Comparison.UNKNOWN) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether each part is known, and of the type that the target's column stands for; see {@link Fits#isOwnType}. */
    boolean isComparable() {
        return known() && columns.size() == parts.size() && columns.stream().allMatch(Fits::isOwnType);
    }

    /** Returns whether the target may take values for equal that differ at the source, so that the key says less than equality there. */
    public boolean folds() {
        return !known()
                || hasPrefix()
                || columns.stream().anyMatch(column -> column.target().folds());
    }

    boolean hasPrefix() {
        return parts.stream().anyMatch(part -> part.prefix() > 0);
    }
}
