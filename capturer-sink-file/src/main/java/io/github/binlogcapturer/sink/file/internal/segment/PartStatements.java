package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.event.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The newest statements of one part of a transaction. Changes of one statement mostly follow each other, so comparing with a few costs
 * less than hashing each.
 */
final class PartStatements {

    static final int NEW = -1;
    static final int LAST = -2;

    /** A power of two. */
    private static final int REMEMBERED = 16;

    private final @Nullable Statement[] newest = new @Nullable Statement[REMEMBERED];
    private @Nullable Statement last;
    private int count;

    /** Returns the number of a statement, {@link #LAST} for that of the call before, or {@link #NEW} after which it has the next number. */
    int find(Statement statement) {
        if (statement.equals(last)) {
            return LAST;
        }
        last = statement;
        for (int number = count - 1; number >= 0 && number >= count - REMEMBERED; number--) {
            if (statement.equals(newest[number & (REMEMBERED - 1)])) {
                return number;
            }
        }
        newest[count++ & (REMEMBERED - 1)] = statement;
        return NEW;
    }

    void clear() {
        count = 0;
        last = null;
    }
}
