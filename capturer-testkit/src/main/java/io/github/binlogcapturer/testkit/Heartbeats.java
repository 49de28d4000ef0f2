package io.github.binlogcapturer.testkit;

import java.util.List;
import java.util.stream.LongStream;

/**
 * The FAKE entries that a region makes after the end of its recording. They are not stored but follow from the time, so all
 * peers of a region show the same ones. Number 0 is there from the start and closes the recording.
 *
 * @param time the cluster's time
 * @param regionId the region they belong to
 * @param slot a number that no other region of the cluster has, below 65,536: it makes the timestamps unique
 * @param periodMs how often a further one appears; 0 for never
 */
record Heartbeats(ClusterTime time, long regionId, int slot, long periodMs) {

    /** Returns how many there are by now, 1 at least. */
    long count() {
        return (periodMs == 0) ? 1 : 1 + time.elapsedMs() / periodMs;
    }

    /** Returns the ts of the {@code number}th one. */
    long ts(long number) {
        return ((time.startMs() + number * periodMs) << ClusterTime.LOGICAL_BITS) | slot;
    }

    /** Returns those above {@code beginTs} among the first {@code count}, in order. */
    List<LogEntry> after(long beginTs, long count) {
        return LongStream.range(firstAfter(beginTs, count), count)
                .mapToObj(number -> LogEntry.fake(regionId, ts(number)))
                .toList();
    }

    private long firstAfter(long beginTs, long count) {
        if (beginTs < ts(0)) {
            return 0;
        }
        if (periodMs == 0) {
            return count;
        }
        long sameMs = ((beginTs >> ClusterTime.LOGICAL_BITS) - time.startMs()) / periodMs;
        return (ts(sameMs) > beginTs) ? sameMs : sameMs + 1;
    }
}
