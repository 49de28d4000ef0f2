package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.testkit.servers.Oracle;

/**
 * Many FAKEs at equal distances, kept as one thing: a region that has been idle for a week has 600,000 of them.
 *
 * @param index the place in the log at which all of them were put in
 * @param firstTs the first one
 * @param count how many there are
 * @param stepMs the distance
 */
record FakeRun(long index, long firstTs, long count, long stepMs) {

    long ts(long number) {
        return firstTs + number * (stepMs << Oracle.LOGICAL_BITS);
    }

    long lastTs() {
        return ts(count - 1);
    }

    /** Returns the number of the first one above a ts, {@code count} if there is none. */
    long firstAfter(long ts) {
        if (ts < firstTs) {
            return 0;
        }
        return Math.min(count, (ts - firstTs) / (stepMs << Oracle.LOGICAL_BITS) + 1);
    }
}
