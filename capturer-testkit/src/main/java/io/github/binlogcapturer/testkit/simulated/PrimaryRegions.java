package io.github.binlogcapturer.testkit.simulated;

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

    /** Learns under which timestamp a region has recovered a commit. */
    void recovered(long txnId, long regionId, long startTs, long commitTs);
}
