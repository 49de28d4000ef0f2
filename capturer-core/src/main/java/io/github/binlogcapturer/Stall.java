package io.github.binlogcapturer;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.PeerReport;
import io.github.binlogcapturer.spi.Region;
import java.time.Duration;
import java.util.List;

/**
 * A region that has shown nothing new for long, and so holds the whole stream up.
 *
 * @param region the region
 * @param reached the timestamp that it has reached
 * @param since how long it has shown nothing beyond
 * @param cause why, as far as its peers tell
 * @param peers what each peer said
 */
public record Stall(Region region, CommitTs reached, Duration since, Cause cause, List<PeerReport> peers) {

    /** Why a region shows nothing new. */
    public enum Cause {
        /**
         * The peers answer, but their check point stands still: a transaction is prepared and neither committed nor rolled back, most
         * often because a SQL node died in the middle. BaikalDB resolves it by itself, after 10 s at the least and 10 min as a rule.
         */
        PENDING_PREWRITE,
        /** No peer answers. */
        UNREACHABLE,
        /** The peers have more, but reading it fails or is slow. */
        NOT_READABLE,
        /** The source cannot tell. */
        UNKNOWN
    }

    public Stall {
        peers = List.copyOf(peers);
    }
}
