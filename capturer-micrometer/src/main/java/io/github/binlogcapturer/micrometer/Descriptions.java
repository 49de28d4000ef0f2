package io.github.binlogcapturer.micrometer;

import io.github.binlogcapturer.spi.Metric;

/** What each metric means, as monitoring systems show it beside the name. */
final class Descriptions {

    private Descriptions() {}

    /** Returns one short sentence. A test asks for all of them. */
    static String of(Metric metric) {
        return switch (metric) {
            case CHECKPOINT_LAG -> "How far what the target has confirmed is behind the wall clock";
            case CHECKPOINT_TS -> "Raw commit ts up to which the target has confirmed everything";
            case RESOLVED_LAG -> "How far the complete stream is behind the wall clock";
            case RESOLVED_TS -> "Raw timestamp up to which the stream is complete";
            case CATCH_UP -> "Time until all that is logged by now is delivered, at the pace of late";
            case REGION_LAG -> "How far a region is behind the one that is furthest";
            case MERGE_BLOCKED -> "Time the merge has waited for a region while others had something";
            case STALLED_REGIONS -> "Regions that show nothing new for long";
            case RETENTION_HEADROOM -> "Time until the position leaves what the stores keep";
            case READS -> "Reads of stores by outcome";
            case READ_DURATION -> "Duration of reads by store";
            case READ_BYTES -> "Bytes of answers that were taken over";
            case HEDGED_READS -> "Reads that a second peer was asked for";
            case REREADS -> "Entries that were read a second time for want of memory";
            case DUPLICATES -> "Entries that were logged twice and delivered once";
            case BUFFER_BYTES -> "Bytes in memory by stage";
            case BUFFER_LIMIT -> "Bound of the bytes in memory by stage";
            case PAUSED_REGIONS -> "Regions whose reading pauses for want of memory";
            default -> ofStreamAndSink(metric);
        };
    }

    private static String ofStreamAndSink(Metric metric) {
        return switch (metric) {
            case TRANSACTIONS -> "Transactions that were appended to the stream";
            case CHANGES -> "Row changes that were appended to the stream";
            case FILTERED -> "Transactions that were left out by tables or filters";
            case SKIPPED -> "Transactions that were left out by name; they count as filtered too";
            case BIG_TRANSACTIONS -> "Transactions of more than 8 MiB";
            case BIG_TRANSACTION_BYTES -> "Bytes of transactions of more than 8 MiB";
            case CAPTURE_LATENCY -> "Time from the commit to the stream";
            case SINK_WRITE -> "Time to write a batch to the target";
            case SINK_FLUSH -> "Time to make what was written durable";
            case SINK_CHANGES -> "Row changes that were written to the target";
            case SINK_IN_FLIGHT -> "Transactions that lanes were given and have not applied yet";
            case SINK_CONFLICTS -> "Transactions that waited for an earlier one with the same key";
            case SINK_COALESCED -> "Transactions that went into one batch with those they had to wait for";
            case SINK_REFUSED -> "Batches that the target refused";
            case SINK_WINDOW_FULL -> "Time in which no transaction was given to lanes since the window was full";
            case SINK_RETRIES -> "Tries of a batch that the target did not take, by class of the error";
            case SINK_ROW_FAULTS -> "Rows that the target refuses for good, by what became of them";
            case SINK_DISPLACED -> "Transactions that were applied over rows in their way";
            case CHECKPOINTS -> "Checkpoints by outcome";
            case REFRESHES -> "Looks at schemas and regions by outcome";
            case STATE -> "1 for the state that the capture is in";
            case FAILURES -> "Failures that ended a capture, by class";
            default -> throw new IllegalArgumentException(metric + " has no description");
        };
    }
}
