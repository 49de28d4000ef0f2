package io.github.binlogcapturer.spi;

import io.github.binlogcapturer.event.CommitTs;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a capture stands.
 *
 * @param capture the capture's name; a store refuses nothing by it, the capturer does
 * @param positions per subscriber the commit ts up to which, included, all is done; reading goes on behind it
 * @param regions the regions that were read, by region id: the raw timestamp behind which each begins, so that nothing in it lies at or
 *     below; 0 where it is older than the capture, or where that is not known. Empty where nothing is known of the regions, as in
 *     checkpoints of earlier releases and of stores that keep positions alone: then a region that is younger than the positions
 *     cannot be told from one whose history has expired, and ends the capture
 * @param savedAt when it was taken, exact to the millisecond
 */
public record Checkpoint(
        String capture, SortedMap<String, CommitTs> positions, SortedMap<Long, Long> regions, Instant savedAt) {

    public Checkpoint {
        Objects.requireNonNull(capture, "capture");
        Objects.requireNonNull(savedAt, "savedAt");
        positions = Collections.unmodifiableSortedMap(new TreeMap<>(positions));
        regions = Collections.unmodifiableSortedMap(new TreeMap<>(regions));
        regions.forEach(Checkpoint::requireBeginning);
    }

    private static void requireBeginning(long regionId, long beginningTs) {
        if (beginningTs < 0) {
            throw new IllegalArgumentException(
                    "Region " + regionId + " cannot begin behind " + beginningTs + "; it is 0 where that is not known");
        }
    }

    /** Makes a checkpoint that knows nothing of the regions, from positions in any kind of map. */
    public static Checkpoint of(String capture, Map<String, CommitTs> positions, Instant savedAt) {
        return of(capture, positions, Map.of(), savedAt);
    }

    /**
     * Makes a checkpoint from any kind of maps.
     *
     * @throws IllegalArgumentException if a region begins behind a negative timestamp
     */
    public static Checkpoint of(
            String capture, Map<String, CommitTs> positions, Map<Long, Long> regions, Instant savedAt) {
        return new Checkpoint(capture, new TreeMap<>(positions), new TreeMap<>(regions), savedAt);
    }
}
