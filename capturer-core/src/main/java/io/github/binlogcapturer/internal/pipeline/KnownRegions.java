package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.spi.Region;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the last checkpoint says of the regions that there are at the start: which were read, and where they begin. */
final class KnownRegions {

    private final Map<Long, Long> beginnings;
    /** Those of which a region was read. The regions of another one are not young: it is captured for the first time. */
    private final Set<Long> binlogTables;

    /**
     * @param beginnings as in the checkpoint; empty where it tells nothing
     * @param regions those that there are
     */
    KnownRegions(Map<Long, Long> beginnings, List<Region> regions) {
        this.beginnings = Map.copyOf(beginnings);
        this.binlogTables = regions.stream()
                .filter(region -> beginnings.containsKey(region.regionId()))
                .map(Region::binlogTableId)
                .collect(Collectors.toSet());
    }

    /** Returns whether the region was not there, or not yet looked into, when the checkpoint was saved. */
    boolean haveGained(Region region) {
        return binlogTables.contains(region.binlogTableId()) && !beginnings.containsKey(region.regionId());
    }

    /** Returns the timestamp at or below which nothing lies in the region, 0 where that is not known. */
    long beginningTs(Region region) {
        return beginnings.getOrDefault(region.regionId(), 0L);
    }
}
