package io.github.binlogcapturer.testkit;

import io.github.binlogcapturer.protocol.RegionInfo;
import java.util.List;

/**
 * One region's log as it was recorded.
 *
 * @param info the region as the meta server knew it, with the addresses of the recorded cluster
 * @param oldestTs the lowest ts from which the region may be read
 * @param entries its log, in strictly ascending order of {@code ts}; may be empty
 */
record RecordedRegion(RegionInfo info, long oldestTs, List<LogEntry> entries) {

    RecordedRegion {
        entries = List.copyOf(entries);
    }

    long regionId() {
        return info.getRegionId();
    }

    /** Returns where the log ends: the ts of the last entry, or the oldest ts if there is none. */
    long lastTs() {
        return entries.isEmpty() ? oldestTs : entries.get(entries.size() - 1).ts();
    }
}
