package io.github.binlogcapturer.spi;

import java.util.List;

/** What one read of a region gave, in commit order. Not to be changed by anybody once it is handed over. */
public final class RegionChunk {

    private final long[] commitTs;
    private final List<byte[]> entries;
    private final long watermarkTs;

    /**
     * @param commitTs the commit ts of each entry, ascending; taken over, not copied
     * @param entries the entries: a serialized prewrite request of BaikalDB's wire each
     * @param watermarkTs the largest timestamp seen, heartbeats included; the region will never show one at or below it again
     */
    public RegionChunk(long[] commitTs, List<byte[]> entries, long watermarkTs) {
        if (commitTs.length != entries.size()) {
            throw new IllegalArgumentException(commitTs.length + " timestamps for " + entries.size() + " entries");
        }
        this.commitTs = commitTs;
        this.entries = entries;
        this.watermarkTs = watermarkTs;
    }

    /** Returns how many entries there are; none where only heartbeats came. */
    public int size() {
        return commitTs.length;
    }

    /** Returns the commit ts of an entry. */
    public long commitTs(int index) {
        return commitTs[index];
    }

    /** Returns the bytes of an entry. */
    public byte[] entry(int index) {
        return entries.get(index);
    }

    /** Returns the timestamp that the region has reached. */
    public long watermarkTs() {
        return watermarkTs;
    }
}
