package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.spi.CaptureClock;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which stores are in trouble, as all readers of a source have seen it. One that cannot be reached is left alone for a pause that grows;
 * then a single reader tries it, so that a dead store does not see a storm of readers, nor a reader wait for it that has other peers.
 * Thread-safe.
 */
final class StoreHealth {

    private final CaptureClock clock;
    private final RandomGenerator random;
    private final long probeNs;

    // guarded by this; stores whose last answer came in time are not in here
    private final Map<String, Trouble> troubles = new HashMap<>();

    /** What is known of a store in trouble. */
    private static final class Trouble {
        private final Backoff backoff;
        private boolean late;
        private int failures;
        private long pausedUntilNs;
        private boolean probed;
        private long probedNs;
        private String last = "";

        private Trouble(RandomGenerator random) {
            this.backoff = new Backoff(random);
        }
    }

    /** @param probeMs how long a probe may take; then another reader may try */
    StoreHealth(CaptureClock clock, RandomGenerator random, long probeMs) {
        this.clock = clock;
        this.random = random;
        this.probeNs = probeMs * 1_000_000;
    }

    /** Returns whether a store may be asked now. Who is told so asks it, and tells what came of it. */
    synchronized boolean admits(String address) {
        Trouble trouble = troubles.get(address);
        if (trouble == null || trouble.failures == 0) {
            return true;
        }
        long nowNs = clock.nanoTime();
        boolean probing = trouble.probed && nowNs - trouble.probedNs < probeNs;
        if (probing || nowNs - trouble.pausedUntilNs < 0) {
            return false;
        }
        trouble.probed = true;
        trouble.probedNs = nowNs;
        return true;
    }

    /** Takes note that a store answered, whatever it said. */
    synchronized void answered(String address) {
        troubles.remove(address);
    }

    /** Takes note that a store could not be asked. */
    synchronized void failed(String address, String detail) {
        Trouble trouble = troubles.computeIfAbsent(address, unseen -> new Trouble(random));
        boolean known = trouble.failures > 0 && !trouble.probed;
        trouble.last = detail;
        trouble.probed = false;
        // others that were asking when it went down learn the same thing, not a worse one
        if (!known || clock.nanoTime() - trouble.pausedUntilNs >= 0) {
            trouble.failures++;
            trouble.pausedUntilNs = clock.nanoTime() + trouble.backoff.nextMs() * 1_000_000;
        }
    }

    /**
     * Takes note that a store did not answer in time. Once may be the region's fault, whose answer takes long to make; twice, without
     * an answer to anybody in between, is the store's.
     */
    synchronized void late(String address, String detail) {
        Trouble trouble = troubles.computeIfAbsent(address, unseen -> new Trouble(random));
        if (trouble.late || trouble.failures > 0) {
            failed(address, detail);
        }
        trouble.late = true;
    }

    /** Takes note that nothing came of asking a store, good or bad. */
    synchronized void unknown(String address) {
        Trouble trouble = troubles.get(address);
        if (trouble != null) {
            trouble.probed = false;
        }
    }

    /** Returns what is wrong with a store, or null. */
    synchronized @Nullable String trouble(String address) {
        Trouble trouble = troubles.get(address);
        return trouble == null || trouble.failures == 0
                ? null
                : address + " is asked by one reader at a time, after " + trouble.failures + " failures: "
                        + trouble.last;
    }
}
