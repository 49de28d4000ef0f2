package io.github.binlogcapturer.internal.source;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says which peer of a region to ask next: the one that worked last; after it failed the leader; then the others, each once per round. A
 * round ends with a success or when every peer has failed. Owned by the reader's thread.
 */
final class RegionPeers {

    private final long regionId;
    private final Topology topology;
    private final Map<String, StoreAnswer.Failed> failures = new LinkedHashMap<>();
    private final Set<String> expired = new HashSet<>();
    private @Nullable String sticky;
    private @Nullable String redirect;

    RegionPeers(long regionId, Topology topology) {
        this.regionId = regionId;
        this.topology = topology;
    }

    /** Returns the peer to ask, or null at the end of the round. */
    @Nullable
    String next() {
        Set<String> candidates = new LinkedHashSet<>();
        List<String> known = topology.place(regionId).leaderFirst();
        if (redirect != null) {
            candidates.add(redirect);
        }
        if (sticky != null) {
            candidates.add(sticky);
        }
        candidates.addAll(known);
        candidates.removeAll(failures.keySet());
        return candidates.isEmpty() ? null : candidates.iterator().next();
    }

    /** Takes note that a peer gave what it was asked for, and stays with it. */
    void worked(String peer) {
        sticky = peer;
        redirect = null;
        failures.clear();
        expired.clear();
    }

    /** Takes note that a peer did not give what it was asked for. */
    void failed(String peer, StoreAnswer.Failed failure) {
        failures.put(peer, failure);
        if (failure.why() == ReadFailure.EXPIRED) {
            expired.add(peer);
        } else if (failure.why() == ReadFailure.NOT_LEADER && failure.leader() != null) {
            redirect = failure.leader();
        }
    }

    /** Begins a new round after a pause. */
    void startRound() {
        failures.clear();
        sticky = null;
        redirect = null;
    }

    /** Returns whether the history of every known peer is too short, by what each said since the last success. */
    boolean allExpired() {
        List<String> known = topology.place(regionId).leaderFirst();
        return !known.isEmpty() && expired.containsAll(known);
    }

    /** Returns a failure of this round that means damaged data, or null. */
    StoreAnswer.@Nullable Failed damage() {
        return failures.values().stream()
                .filter(failure -> failure.why() == ReadFailure.DAMAGED)
                .findFirst()
                .orElse(null);
    }

    /** Returns what each peer said in this round, as a message shows it. */
    String describeFailures() {
        return failures.isEmpty()
                ? "no peer is known"
                : failures.values().stream().map(StoreAnswer.Failed::detail).collect(Collectors.joining("; "));
    }
}
