package io.github.binlogcapturer.testkit.simulated;

import java.util.OptionalLong;
import java.util.function.Supplier;

/** Knows what became of transactions, as the data region does that was written first. Thread-safe. */
interface PrimaryRegions {

    /** Returns what became of a transaction. */
    Outcome outcome(long txnId);

    /** What became of a transaction. */
    sealed interface Outcome {

        /** It is under way, or its SQL node has died and nobody has cleaned up yet. */
        record Running() implements Outcome {}

        /** It was rolled back. */
        record RolledBack() implements Outcome {}

        /**
         * It was committed.
         *
         * @param commitTs the largest of its commit timestamps, or 0 where the region no longer remembers; then a region that
         *     recovers the commit takes a fresh timestamp
         */
        record Committed(long commitTs) implements Outcome {}
    }

    /**
     * Has a region commit a transaction that it recovers, and learns under which timestamp.
     *
     * @param commit takes a timestamp and commits; empty where the transaction has ended there meanwhile, or the oracle gives none
     * @return what {@code commit} gave
     */
    OptionalLong recover(long txnId, long regionId, long startTs, Supplier<OptionalLong> commit);
}
