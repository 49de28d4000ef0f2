package io.github.binlogcapturer.spi;

import io.github.binlogcapturer.event.TableName;
import java.util.Comparator;
import java.util.Objects;

/**
 * A raft group that stores a part of a binlog, the unit that is read. The order of regions breaks ties between equal timestamps.
 *
 * @param binlogTableId the id of the binlog table it belongs to
 * @param partition the partition of that table; a partition may have several regions
 */
public record Region(long regionId, TableName binlogTable, long binlogTableId, long partition)
        implements Comparable<Region> {

    private static final Comparator<Region> ORDER = Comparator.comparingLong(Region::binlogTableId)
            .thenComparingLong(Region::partition)
            .thenComparingLong(Region::regionId);

    public Region {
        Objects.requireNonNull(binlogTable, "binlogTable");
    }

    @Override
    public int compareTo(Region other) {
        return ORDER.compare(this, other);
    }

    /** Returns region, binlog table and partition, as messages name it. */
    @Override
    public String toString() {
        return "region " + regionId + " (" + binlogTable + " partition " + partition + ")";
    }
}
