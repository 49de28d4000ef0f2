package io.github.binlogcapturer.event;

/** One thing that the stream delivers. The alternatives are closed, so a {@code switch} or {@code instanceof} chain can be complete. */
public sealed interface BinlogEvent permits Transaction, SchemaChange, Heartbeat {

    /**
     * Returns the place in the global order. Within one stream it never goes down; neighbours may share a value, since BaikalDB can
     * recover two transactions at one timestamp.
     */
    CommitTs commitTs();
}
