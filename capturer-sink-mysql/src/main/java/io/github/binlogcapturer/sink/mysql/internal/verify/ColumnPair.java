package io.github.binlogcapturer.sink.mysql.internal.verify;

import org.jspecify.annotations.Nullable;

/** A column of the left side and that of the right side it is compared with. */
record ColumnPair(ColumnShape left, ColumnShape right) {

    ColumnShape of(boolean leftSide) {
        return leftSide ? left : right;
    }

    ValueKind kind() {
        return ValueKind.common(left.kind(), right.kind());
    }

    /** Returns whether both servers give the same text for the same value, so that checksums can be compared. */
    boolean isSummable() {
        return left.kind() == right.kind() && left.comparedType().equals(right.comparedType());
    }

    /** Returns whether a row can be told by this column. */
    boolean isIdentity() {
        return !kind().isInexact() && kind() != ValueKind.JSON && left.kind() == right.kind();
    }

    /** Returns whether both servers have the values in the same order, as far as they tell. */
    boolean isOrderly() {
        return !left.isEnumeration()
                && !right.isEnumeration()
                && (left.order().equals(right.order())
                        || left.order().isEmpty()
                        || right.order().isEmpty());
    }

    boolean same(@Nullable String one, @Nullable String two) {
        if (one == null || two == null) {
            return one == null && two == null;
        }
        return one.equals(two) || kind().same(one, two);
    }

    @Nullable
    String normal(@Nullable String raw) {
        return raw == null ? null : kind().normal(raw);
    }
}
