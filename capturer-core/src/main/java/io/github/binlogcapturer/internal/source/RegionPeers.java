package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.spi.CaptureClock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Says which peer of a region to ask next: the one that worked last; after it failed the leader; then the others, each once per round,
 * slow ones at the end, and none whose store is in trouble. A round ends with a success or when nobody is left. Owned by the reader's
 * thread, but for {@link #lastFailure}.
 *
 * <p>Each peer that is returned is to be asked, and what came of it told to one of {@link #answered}, {@link #failed} and {@link
 * #cancelled}.
 */
final class RegionPeers {

    private final long regionId;
    private final Topology topology;
    private final StoreHealth health;
    private final CaptureClock clock;
    private final long slowNs;
    private final Map<String, StoreAnswer.Failed> failures = new LinkedHashMap<>();
    private final Map<String, String> lastFailures = new ConcurrentHashMap<>();
    private final Map<String, Long> slowUntilNs = new HashMap<>();
    private final Set<String> expired = new HashSet<>();
    private final Set<String> missing = new HashSet<>();
    private @Nullable String sticky;
    private @Nullable String redirect;

    /** @param slowMs for how long a peer that was too slow is asked after all others: its server goes on scanning meanwhile */
    RegionPeers(long regionId, Topology topology, StoreHealth health, CaptureClock clock, long slowMs) {
        this.regionId = regionId;
        this.topology = topology;
        this.health = health;
        this.clock = clock;
        this.slowNs = slowMs * 1_000_000;
    }

    /** Returns the peer to ask, or null at the end of the round. */
    @Nullable
    String next() {
        Set<String> candidates = new LinkedHashSet<>();
        if (redirect != null) {
            candidates.add(redirect);
        }
        if (sticky != null) {
            candidates.add(sticky);
        }
        candidates.addAll(known());
        candidates.removeAll(failures.keySet());
        List<String> ordered = new ArrayList<>(candidates);
        ordered.removeIf(this::isSlow);
        candidates.removeAll(ordered);
        ordered.addAll(candidates);
        return firstAdmitted(ordered);
    }

    /** Returns a peer to ask beside others that are slow, or null. */
    @Nullable
    String beside(Collection<String> asked) {
        List<String> candidates = new ArrayList<>(known());
        candidates.removeAll(asked);
        candidates.removeAll(failures.keySet());
        candidates.removeIf(this::isSlow);
        return firstAdmitted(candidates);
    }

    /** Moves on from a peer to the one behind it in rotation that can be asked; returns whether there is one. */
    boolean rotate(String from) {
        List<String> known = known();
        int place = known.indexOf(from);
        for (int i = 1; i <= known.size(); i++) {
            String candidate = known.get(Math.floorMod(place + i, known.size()));
            if (!candidate.equals(from) && !isSlow(candidate) && health.trouble(candidate) == null) {
                sticky = candidate;
                return true;
            }
        }
        return false;
    }

    private @Nullable String firstAdmitted(List<String> candidates) {
        for (String candidate : candidates) {
            if (health.admits(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private boolean isSlow(String peer) {
        Long untilNs = slowUntilNs.get(peer);
        return untilNs != null && clock.nanoTime() - untilNs < 0;
    }

    private List<String> known() {
        return topology.place(regionId).leaderFirst();
    }

    /** Takes note that a peer has something to say, and stays with it: it is asked again. */
    void answered(String peer) {
        health.answered(peer);
        sticky = peer;
        redirect = null;
    }

    /** Takes note that a peer gave what it was asked for, and ends the round. */
    void worked(String peer) {
        answered(peer);
        failures.clear();
        expired.clear();
        missing.clear();
        lastFailures.remove(peer);
        slowUntilNs.remove(peer);
    }

    /** Takes note that a peer did not give what it was asked for. */
    void failed(String peer, StoreAnswer.Failed failure) {
        failures.put(peer, failure);
        lastFailures.put(peer, failure.detail());
        switch (failure.why()) {
            case UNREACHABLE -> health.failed(peer, failure.detail());
            case DEADLINE -> {
                health.late(peer, failure.detail());
                slow(peer);
            }
            case OVERCROWDED, RPC_ERROR, CLOSED -> health.unknown(peer);
            default -> health.answered(peer);
        }
        if (failure.why() == ReadFailure.EXPIRED) {
            expired.add(peer);
        } else if (failure.why() == ReadFailure.MISSING) {
            missing.add(peer);
        } else if (failure.why() == ReadFailure.NOT_LEADER && failure.leader() != null) {
            redirect = failure.leader();
        }
    }

    /** Takes note that a peer's answer was not waited for. */
    void cancelled(String peer) {
        health.unknown(peer);
        slow(peer);
    }

    private void slow(String peer) {
        slowUntilNs.put(peer, clock.nanoTime() + slowNs);
    }

    /** Begins a new round after a pause. */
    void startRound() {
        failures.clear();
        sticky = null;
        redirect = null;
    }

    /** Returns whether the history of every known peer is too short, by what each said since the last success. */
    boolean allExpired() {
        List<String> known = known();
        return !known.isEmpty() && expired.containsAll(known);
    }

    /** Returns whether no known peer has what was read before, by what each said since the last success. */
    boolean allMissing() {
        Set<String> without = new HashSet<>(missing);
        without.addAll(expired);
        return !missing.isEmpty() && without.containsAll(known());
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
        List<String> told = new ArrayList<>();
        failures.values().forEach(failure -> told.add(failure.detail()));
        for (String peer : known()) {
            String trouble = failures.containsKey(peer) ? null : health.trouble(peer);
            if (trouble != null) {
                told.add(trouble);
            }
        }
        return told.isEmpty() ? "no peer is known" : String.join("; ", told);
    }

    /** Returns how the last read from a peer failed, or null where it worked. May be called by any thread. */
    @Nullable
    String lastFailure(String peer) {
        return lastFailures.get(peer);
    }
}
