package io.github.binlogcapturer.spi;

/**
 * All that a capturer measures, with the names under which monitoring systems show it. Durations are seconds, sizes bytes, as Prometheus
 * has it.
 */
public enum Metric {
    /** Commits that the target has not confirmed yet: now, by the wall clock, less the subscriber's position. */
    CHECKPOINT_LAG("capturer_checkpoint_lag_seconds", Kind.GAUGE, "subscriber"),
    /** The subscriber's position as a raw commit ts. */
    CHECKPOINT_TS("capturer_checkpoint_ts", Kind.GAUGE, "subscriber"),
    /** Now, by the wall clock, less the timestamp up to which the stream is complete. */
    RESOLVED_LAG("capturer_resolved_lag_seconds", Kind.GAUGE, ""),
    /** The raw timestamp up to which the stream is complete. */
    RESOLVED_TS("capturer_resolved_ts", Kind.GAUGE, ""),
    /** How long until all that is logged by now is delivered, at the pace of late; absent where the pace does not suffice. */
    CATCH_UP("capturer_catch_up_seconds", Kind.GAUGE, ""),
    /** How far a region is behind the one that is furthest. */
    REGION_LAG("capturer_region_watermark_lag_seconds", Kind.GAUGE, "region"),
    /** How long the merge has waited for a region while others had something. */
    MERGE_BLOCKED("capturer_merge_blocked_seconds_total", Kind.TIMER, "region"),
    /** Regions that have shown nothing new for longer than {@code reportStallsAfter}. */
    STALLED_REGIONS("capturer_stalled_regions", Kind.GAUGE, ""),
    /** How far the position is ahead of what the stores drop: the time that is left until it expires. */
    RETENTION_HEADROOM("capturer_retention_headroom_seconds", Kind.GAUGE, "region"),

    /** Reads of stores by outcome: {@code progress}, {@code caught_up}, or the failure in lower case. */
    READS("capturer_reads_total", Kind.COUNTER, "outcome"),
    /** How long a read of a store took, by its address. */
    READ_DURATION("capturer_read_seconds", Kind.TIMER, "store"),
    /** Bytes of answers that were taken over. */
    READ_BYTES("capturer_read_bytes_total", Kind.COUNTER, "region"),
    /** Reads that a second peer was asked for because the first was slow or behind. */
    HEDGED_READS("capturer_hedged_reads_total", Kind.COUNTER, "region"),
    /** Entries that were read a second time, since memory had no room for them the first time. */
    REREADS("capturer_rereads_total", Kind.COUNTER, "region"),
    /** Entries that were logged twice, as recovered commits are, and delivered once. */
    DUPLICATES("capturer_duplicates_total", Kind.COUNTER, "region"),

    /** Bytes in memory by stage: {@code regions} before, {@code ring} behind the merge. */
    BUFFER_BYTES("capturer_buffer_bytes", Kind.GAUGE, "stage"),
    /** The bound of {@link #BUFFER_BYTES}. */
    BUFFER_LIMIT("capturer_buffer_limit_bytes", Kind.GAUGE, "stage"),
    /**
     * Regions whose reading pauses, because what they have read waits to be merged and decoded. Usual while a capture catches up.
     */
    PAUSED_REGIONS("capturer_paused_regions", Kind.GAUGE, ""),

    /** Transactions that were appended to the stream. */
    TRANSACTIONS("capturer_transactions_total", Kind.COUNTER, ""),
    /** Row changes that were appended to the stream. */
    CHANGES("capturer_changes_total", Kind.COUNTER, ""),
    /** Transactions that took part in no captured table, or were dropped by a filter. */
    FILTERED("capturer_filtered_transactions_total", Kind.COUNTER, ""),
    /** Transactions that {@code skipTransactions} names; they count as filtered too. */
    SKIPPED("capturer_skipped_transactions_total", Kind.COUNTER, ""),
    /** Transactions of more than 8 MiB. */
    BIG_TRANSACTIONS("capturer_big_transactions_total", Kind.COUNTER, ""),
    /** The bytes of those. */
    BIG_TRANSACTION_BYTES("capturer_big_transaction_bytes_total", Kind.COUNTER, ""),
    /** How long ago the last of what was appended together was committed, by the wall clock; once for each hand-over. */
    CAPTURE_LATENCY("capturer_capture_latency_seconds", Kind.TIMER, ""),

    /**
     * How long a sink took to write a batch. The sum grows by as many seconds per second as there are lanes at work, so it tells whether
     * more of them would help; {@link #SINK_CHANGES} by the count is how many changes a batch has.
     */
    SINK_WRITE("capturer_sink_write_seconds", Kind.TIMER, "subscriber"),
    /** How long a sink took to make what it had durable, where it did or had to. */
    SINK_FLUSH("capturer_sink_flush_seconds", Kind.TIMER, "subscriber"),
    /** Row changes that a sink has written. */
    SINK_CHANGES("capturer_sink_changes_total", Kind.COUNTER, "subscriber"),
    /** Transactions that a sink of several lanes was given and has not applied yet. */
    SINK_IN_FLIGHT("capturer_sink_in_flight_transactions", Kind.GAUGE, "subscriber"),
    /** Transactions that had to wait for an earlier one, since they share a key. */
    SINK_CONFLICTS("capturer_sink_conflicts_total", Kind.COUNTER, "subscriber"),
    /** Transactions that went into one batch with all that they had to wait for. */
    SINK_COALESCED("capturer_sink_coalesced_total", Kind.COUNTER, "subscriber"),
    /** Batches that the target refused, so that they came again in halves or later. */
    SINK_REFUSED("capturer_sink_refused_batches_total", Kind.COUNTER, "subscriber"),
    /** How long no transaction was given to the lanes because the window was full. */
    SINK_WINDOW_FULL("capturer_sink_window_full_seconds", Kind.TIMER, "subscriber"),
    /** Tries of a batch that the target did not take, by the class of the error in lower case. */
    SINK_RETRIES("capturer_sink_retries_total", Kind.COUNTER, "class"),
    /** Rows that the target refuses for good, by what became of them: {@code failed}, {@code skipped}, {@code dead_letter}; and transactions that have {@code overwritten} a target that was not as the stream says. */
    SINK_ROW_FAULTS("capturer_sink_row_faults_total", Kind.COUNTER, "outcome"),
    /** Transactions that were applied over rows in their way, since the source lost their deletes. */
    SINK_DISPLACED("capturer_sink_displaced_total", Kind.COUNTER, ""),

    /** Checkpoints by outcome, {@code saved} or {@code failed}. */
    CHECKPOINTS("capturer_checkpoints_total", Kind.COUNTER, "outcome"),
    /** Looks at schemas and regions by outcome, {@code done} or {@code failed}. */
    REFRESHES("capturer_refreshes_total", Kind.COUNTER, "outcome"),
    /** 1 for the state that the capturer is in, 0 for those it has left. */
    STATE("capturer_state", Kind.GAUGE, "state"),
    /** Failures that ended the capture, by the class of the exception. */
    FAILURES("capturer_failures_total", Kind.COUNTER, "class");

    /** How the values of a metric relate to each other. */
    public enum Kind {
        /** Grows only; each report adds to it. */
        COUNTER,
        /** Goes up and down; each report replaces it. */
        GAUGE,
        /** A distribution of durations; each report is one of them. */
        TIMER
    }

    private final String fullName;
    private final Kind kind;
    private final String label;

    Metric(String fullName, Kind kind, String label) {
        this.fullName = fullName;
        this.kind = kind;
        this.label = label;
    }

    /** Returns the name for monitoring systems, such as {@code capturer_reads_total}. */
    public String fullName() {
        return fullName;
    }

    /** Returns how its values relate to each other. */
    public Kind kind() {
        return kind;
    }

    /** Returns the name of its one label, empty where it has none. */
    public String label() {
        return label;
    }
}
