package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.Region;
import java.util.HashSet;
import java.util.Map;
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
        /** A peer that may have it could not be asked, or could not read it. */
        UNCLEAR
    }

    private static final Logger LOG = LoggerFactory.getLogger(OfflineBinlog.class);

    private final Region region;
    private final PeerInquiry inquiry;
    private final Set<String> failed = new HashSet<>();
    private @Nullable String peer;
    private long newestTs;

    OfflineBinlog(Region region, PeerInquiry inquiry) {
        this.region = region;
        this.inquiry = inquiry;
    }

    /** Returns the peer whose external storage is being read, or null. */
    @Nullable
    String peer() {
        return peer;
    }

    /** Looks for a position that lies before what all peers have at hand, and begins to read there if it can. */
    Search search(long positionTs) throws InterruptedException {
        boolean unclear = false;
        for (Map.Entry<String, StoreAnswer> told :
                inquiry.offlineRanges(region.regionId()).entrySet()) {
            if (told.getValue() instanceof StoreAnswer.Offline offline && covers(offline, positionTs)) {
                if (!failed.contains(told.getKey())) {
                    enter(told.getKey(), offline.info().getNewestTs(), positionTs);
                    return Search.FOUND;
                }
                unclear = true;
            } else if (told.getValue() instanceof StoreAnswer.Failed failure) {
                unclear |= isTransient(failure.why());
            }
        }
        failed.clear();
        return unclear ? Search.UNCLEAR : Search.NOWHERE;
    }

    private boolean covers(StoreAnswer.Offline offline, long positionTs) {
        return positionTs >= offline.info().getOldestTs()
                && positionTs < offline.info().getNewestTs();
    }

    /** Servers that do not know the question, or the answer, have no such storage. */
    private static boolean isTransient(ReadFailure why) {
        return why == ReadFailure.UNREACHABLE || why == ReadFailure.DEADLINE || why == ReadFailure.OVERCROWDED;
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
        failed.clear();
        if (positionTs >= newestTs) {
            leave(positionTs);
        }
    }

    /** Takes note that there is nothing more behind a position; returns up to where that is so, to go on from there. */
    long exhausted(long positionTs) {
        long reachedTs = Math.max(positionTs, newestTs);
        leave(reachedTs);
        return reachedTs;
    }

    /** Takes note that the peer did not give what it should have; the next search finds another. */
    void failed(long positionTs) {
        if (peer != null) {
            failed.add(peer);
        }
        leave(positionTs);
    }

    private void leave(long positionTs) {
        LOG.info("{} is read online again, behind commit ts {}", region, CommitTs.of(positionTs));
        peer = null;
    }
}
