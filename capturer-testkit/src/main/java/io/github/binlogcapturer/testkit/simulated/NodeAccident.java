package io.github.binlogcapturer.testkit.simulated;

import java.time.Duration;

/** What may happen to a SQL node while it commits a transaction. Without linked tables in it, nothing happens. */
sealed interface NodeAccident {

    /** Longer than any test: until somebody releases the transaction. */
    Duration UNTIL_RELEASED = Duration.ofDays(36_500);

    /** What becomes of a transaction whose SQL node died. */
    enum Fate {
        /** It is committed, and its primary region remembers the largest of its commit timestamps for the regions that recover it. */
        COMMITTED,
        /** It is committed, but its primary region has forgotten when: each region that recovers it takes a fresh timestamp. */
        COMMITTED_FORGOTTEN,
        /** It is rolled back. */
        ROLLED_BACK
    }

    /**
     * The node dies when it has sent all PREWRITEs and taken its commit timestamps.
     *
     * @param pending how long its primary region calls it running, by the cluster's clock
     */
    record DiesAfterPrewrite(Fate fate, Duration pending) implements NodeAccident {}

    /**
     * The node dies when it has sent some of its COMMITs: those of the pieces with the largest timestamps. So a piece that is recovered has
     * the commit ts of another one where the primary region remembers, and one of its own where it has forgotten.
     *
     * @param sent how many COMMITs it sends; of a transaction with no more pieces than that, all
     * @param fate not ROLLED_BACK
     */
    record DiesWhileCommitting(int sent, Fate fate, Duration pending) implements NodeAccident {

        public DiesWhileCommitting {
            if (fate == Fate.ROLLED_BACK || sent < 1) {
                throw new IllegalArgumentException("A transaction with a COMMIT in the log is committed, but got "
                        + sent + " COMMITs and " + fate);
            }
        }
    }

    /** The node sends each COMMIT twice, with the same timestamp, as after an answer that was lost. */
    record CommitsTwice() implements NodeAccident {}

    /**
     * The node commits so late that its regions recover the commit at the same time: each piece gets a COMMIT of the node and then one of
     * its region, with a fresh timestamp, so readers meet it twice.
     */
    record CommitsAndIsRecovered() implements NodeAccident {}

    /** A region does not take its part of PREPARE: the node rolls back what it has prewritten. */
    record FailsToPrepare() implements NodeAccident {}
}
