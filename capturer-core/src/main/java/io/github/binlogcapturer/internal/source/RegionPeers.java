package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.spi.CaptureClock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
 * <p>Each peer that is returned is to be asked, and what came of it told to one of the methods that take note of it.
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
    private final Map<String, StoreAnswer.Failed> damaged = new LinkedHashMap<>();
    private final Set<String> quiet = new HashSet<>();
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
        // who has said that there is nothing new comes after those who have not been asked
        candidates.sort(Comparator.comparing(quiet::contains));
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

    /** Takes note that a peer has nothing new, while another is still being asked. */
    void nothingNew(String peer) {
        health.answered(peer);
        quiet.add(peer);
    }

    /** Takes note that a peer gave what it was asked for, and ends the round. */
    void worked(String peer) {
        answered(peer);
        failures.clear();
        moved();
        lastFailures.remove(peer);
        slowUntilNs.remove(peer);
    }

    /** Takes note that another position is read from now on, of which no peer has said anything. */
    void moved() {
        expired.clear();
        missing.clear();
        damaged.clear();
        quiet.clear();
    }

    /** Takes note that a peer did not give what it was asked for. */
    void failed(String peer, StoreAnswer.Failed failure) {
        failedOffline(peer, failure);
        switch (failure.why()) {
            case EXPIRED -> expired.add(peer);
            case MISSING -> missing.add(peer);
            case DAMAGED -> damaged.put(peer, failure);
            case NOT_LEADER -> redirect = failure.leader() == null ? redirect : failure.leader();
            default -> {}
        }
    }

    /** Takes note that a peer did not give what it was asked for from external storage, which says nothing of what it has at hand. */
    void failedOffline(String peer, StoreAnswer.Failed failure) {
        failures.put(peer, failure);
        lastFailures.put(peer, failure.detail());
        tellHealth(peer, failure);
        if (failure.why() == ReadFailure.DEADLINE) {
            slow(peer);
        }
    }

    private void tellHealth(String peer, StoreAnswer answer) {
        if (!(answer instanceof StoreAnswer.Failed failure)) {
            health.answered(peer);
            return;
        }
        switch (failure.why()) {
            case UNREACHABLE -> health.failed(peer, failure.detail());
            case DEADLINE -> health.late(peer, failure.detail());
            case OVERCROWDED, RPC_ERROR, CLOSED -> health.unknown(peer);
            default -> health.answered(peer);
        }
    }

    /** Takes note that nobody needed what a peer said. */
    void unheeded(String peer, StoreAnswer answer) {
        tellHealth(peer, answer);
    }

    /** Takes note that a peer's answer was not waited for, before the peer could be called slow. */
    void left(String peer) {
        health.unknown(peer);
    }

    /** Takes note that a peer's answer was not waited for any longer. */
    void cancelled(String peer) {
        left(peer);
        slow(peer);
    }

    private void slow(String peer) {
        slowUntilNs.put(peer, clock.nanoTime() + slowNs);
    }

    /** Begins a new round after a pause. */
    void startRound() {
        failures.clear();
        quiet.clear();
        sticky = null;
        redirect = null;
    }

    /** Returns whether the history of every known peer is too short, by what each said since the last success. */
    boolean allExpired() {
        List<String> known = known();
        return !known.isEmpty() && expired.containsAll(known);
    }

    /**
     * Returns whether no known peer can give what is there or was there, by what each said since the last success: its entry is damaged or
     * missing, or its history too short, and not too short with all.
     */
    boolean allUnreadable() {
        Set<String> without = new HashSet<>(missing);
        without.addAll(damaged.keySet());
        List<String> known = known();
        boolean was = !without.isEmpty();
        without.addAll(expired);
        return was && !known.isEmpty() && without.containsAll(known);
    }

    /** Returns what a peer said since the last success that means damaged data, or null. */
    StoreAnswer.@Nullable Failed damage() {
        return damaged.isEmpty() ? null : damaged.values().iterator().next();
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
