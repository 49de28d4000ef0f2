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
 * @param savedAt when it was taken, exact to the millisecond
 */
public record Checkpoint(String capture, SortedMap<String, CommitTs> positions, Instant savedAt) {

    public Checkpoint {
        Objects.requireNonNull(capture, "capture");
        Objects.requireNonNull(savedAt, "savedAt");
        positions = Collections.unmodifiableSortedMap(new TreeMap<>(positions));
    }

    /** Makes a checkpoint from positions in any kind of map. */
    public static Checkpoint of(String capture, Map<String, CommitTs> positions, Instant savedAt) {
        return new Checkpoint(capture, new TreeMap<>(positions), savedAt);
    }
}
