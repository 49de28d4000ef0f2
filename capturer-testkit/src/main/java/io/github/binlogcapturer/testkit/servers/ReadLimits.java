package io.github.binlogcapturer.testkit.servers;

/**
 * What one answer to OP_READ_BINLOG may still take. Before each transaction the remaining row budget has to be 0 or more; then its rows are
 * taken off, so one transaction always fits and the last may overdraw. The bytes of the transactions stay below a limit, but the first
 * is always given. FAKEs cost nothing. Not thread-safe.
 */
public final class ReadLimits {

    private final long maxBytes;
    private long rowBudget;
    private long bytes;
    private boolean empty = true;

    /** Makes the limits of one answer. */
    public ReadLimits(long rowBudget, long maxBytes) {
        this.rowBudget = rowBudget;
        this.maxBytes = maxBytes;
    }

    /** Takes a transaction, or returns false: then the answer ends before it. */
    public boolean admit(long rows, long size) {
        long grown = bytes + size;
        if ((rowBudget < 0) || (!empty && (grown >= maxBytes))) {
            return false;
        }
        rowBudget -= Math.max(1, rows);
        bytes = grown;
        empty = false;
        return true;
    }
}
