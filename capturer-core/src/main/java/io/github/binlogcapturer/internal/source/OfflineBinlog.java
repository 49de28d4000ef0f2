package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.Region;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of a region's binlog that servers have moved to external storage, and the mode of reading it: from one peer, until its newest
 * timestamp is reached. Owned by the reader's thread.
 */
final class OfflineBinlog {

    /** What came of looking for a position in external storage. */
    enum Search {
        FOUND,
        NOWHERE,
        /** All that may have it have said twice that there is nothing more; {@link #skip} goes on behind. */
        EXHAUSTED,
        /** Each that may have it has damaged entries, or has lost some. */
        DAMAGED,
        /** A peer that may have it could not be asked, or could not read it. */
        UNCLEAR
    }

    private static final Logger LOG = LoggerFactory.getLogger(OfflineBinlog.class);

    /** Once may mean that the server was short of memory for what there is. */
    private static final int EMPTY_ENOUGH = 2;

    private final Region region;
    private final PeerInquiry inquiry;
    private final boolean mayBeEmpty;

    // what peers said since the last progress
    private final Set<String> failed = new HashSet<>();
    private final Map<String, Integer> empty = new HashMap<>();
    private final Map<String, StoreAnswer.Failed> damaged = new LinkedHashMap<>();
    private @Nullable String peer;
    private long newestTs;

    /** @param mayBeEmpty whether there may be nothing behind a position; false where something was read there before */
    OfflineBinlog(Region region, PeerInquiry inquiry, boolean mayBeEmpty) {
        this.region = region;
        this.inquiry = inquiry;
        this.mayBeEmpty = mayBeEmpty;
    }

    /** Returns the peer whose external storage is being read, or null. */
    @Nullable
    String peer() {
        return peer;
    }

    /** Looks for a position that lies before what all peers have at hand, and begins to read there if it can. */
    Search search(long positionTs) throws InterruptedException {
        boolean unclear = false;
        Map<String, Long> newest = new LinkedHashMap<>();
        for (Map.Entry<String, StoreAnswer> told :
                inquiry.offlineRanges(region.regionId()).entrySet()) {
            if (told.getValue() instanceof StoreAnswer.Offline offline && covers(offline, positionTs)) {
                newest.put(told.getKey(), offline.info().getNewestTs());
            } else if (told.getValue() instanceof StoreAnswer.Failed failure) {
                unclear |= !meansNone(failure.why());
            }
        }
        String candidate = candidate(newest.keySet());
        if (candidate != null) {
            enter(candidate, Objects.requireNonNull(newest.get(candidate)), positionTs);
            return Search.FOUND;
        }
        if (newest.isEmpty()) {
            return unclear ? Search.UNCLEAR : Search.NOWHERE;
        }
        Search result = unclear ? Search.UNCLEAR : judge(newest.keySet());
        newestTs = Collections.min(newest.values());
        if (result == Search.UNCLEAR) {
            // all are asked again, after a pause
            forget();
        }
        return result;
    }

    /** Returns the peer that has said least often that there is nothing more, of those that did not fail. */
    private @Nullable String candidate(Set<String> covering) {
        return covering.stream()
                .filter(one -> !failed.contains(one) && !damaged.containsKey(one) && !isEmpty(one))
                .min(Comparator.comparingInt(one -> empty.getOrDefault(one, 0)))
                .orElse(null);
    }

    private boolean isEmpty(String one) {
        return empty.getOrDefault(one, 0) >= EMPTY_ENOUGH;
    }

    private Search judge(Set<String> covering) {
        boolean allEmpty = covering.stream().allMatch(this::isEmpty);
        boolean allSaid = covering.stream().allMatch(one -> isEmpty(one) || damaged.containsKey(one));
        if (allEmpty) {
            return mayBeEmpty ? Search.EXHAUSTED : Search.UNCLEAR;
        }
        return allSaid ? Search.DAMAGED : Search.UNCLEAR;
    }

    private static boolean covers(StoreAnswer.Offline offline, long positionTs) {
        return positionTs >= offline.info().getOldestTs()
                && positionTs < offline.info().getNewestTs();
    }

    /** Servers that do not know the question have no such storage: some say so, and some fail to parse it. */
    private static boolean meansNone(ReadFailure why) {
        return why == ReadFailure.UNSUPPORTED || why == ReadFailure.RPC_ERROR || why == ReadFailure.REGION_NOT_EXIST;
    }

    private void enter(String from, long untilTs, long positionTs) {
        peer = from;
        newestTs = untilTs;
        LOG.info(
                "{} is read from the offline binlog of {} from now on, behind commit ts {} until {}",
                region,
                from,
                CommitTs.of(positionTs),
                CommitTs.of(untilTs));
    }

    /** Takes note of progress; at the end of the external storage it ends the mode. */
    void reached(long positionTs) {
        forget();
        if (positionTs >= newestTs) {
            leave(positionTs);
        }
    }

    /** Takes note that the peer has nothing behind a position; the next search finds another, or the same one once more. */
    void nothingMore(long positionTs) {
        if (peer != null) {
            empty.merge(peer, 1, Integer::sum);
        }
        leave(positionTs);
    }

    /** Returns up to where all peers have nothing behind a position, to go on from there. */
    long skip(long positionTs) {
        forget();
        long reachedTs = Math.max(positionTs, newestTs);
        LOG.warn(
                "{} has nothing between commit ts {} and {} in its offline binlog, by all peers that have it; going on behind",
                region,
                CommitTs.of(positionTs),
                CommitTs.of(reachedTs));
        return reachedTs;
    }

    private void forget() {
        failed.clear();
        empty.clear();
        damaged.clear();
    }

    /** Takes note that the peer did not give what it should have; the next search finds another. */
    void failed(StoreAnswer.Failed failure, long positionTs) {
        if (peer != null) {
            if (failure.why() == ReadFailure.DAMAGED || failure.why() == ReadFailure.MISSING) {
                damaged.put(peer, failure);
            } else {
                failed.add(peer);
            }
        }
        leave(positionTs);
    }

    /** Returns what peers said that means damaged data. */
    List<StoreAnswer.Failed> damages() {
        return List.copyOf(damaged.values());
    }

    private void leave(long positionTs) {
        LOG.info("{} is read online again, behind commit ts {}", region, CommitTs.of(positionTs));
        peer = null;
    }
}
