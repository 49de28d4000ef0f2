package io.github.binlogcapturer.testkit.simulated;

import org.jspecify.annotations.Nullable;

/**
 * A meta row of a region that readers can see: a COMMIT or a FAKE. Those of PREWRITE and ROLLBACK are never emitted, so none are kept.
 *
 * @param ts its key
 * @param index its place in the log: a peer that has not applied this much does not have the row
 * @param startTs where the payload is; 0 for a FAKE
 * @param cost what it takes from a reader's row budget
 * @param marks for flashback reads; null for a FAKE
 */
record Row(
        long ts,
        long index,
        long startTs,
        long cost,
        @Nullable CommitMarks marks) {

    static Row fake(long ts, long index) {
        return new Row(ts, index, 0, 0, null);
    }
}
