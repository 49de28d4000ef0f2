package io.github.binlogcapturer.internal.store;

import java.util.ArrayDeque;

/** Where one subscriber stands in the ring. Guarded by the ring's lock. */
final class Cursor {

    private final String name;
    private final long firstId;
    private final ArrayDeque<Outstanding> outstanding = new ArrayDeque<>();
    /** Events up to this timestamp are done for this subscriber already, from an earlier run or in its sink. */
    private long doneTs;

    private long next;
    private long acked;
    private long lastAckedId;
    private long ackedTs;
    private boolean asked;

    Cursor(String name, long doneTs, long firstId) {
        this.name = name;
        this.doneTs = doneTs;
        this.firstId = firstId;
        this.lastAckedId = firstId;
    }

    String name() {
        return name;
    }

    /** Returns the sequence that the next get begins with. */
    long next() {
        return next;
    }

    /** Returns the first sequence that is not acknowledged. */
    long acked() {
        return acked;
    }

    long doneTs() {
        return doneTs;
    }

    void doneUpTo(long ts) {
        doneTs = Math.max(doneTs, ts);
    }

    boolean hasOutstanding() {
        return !outstanding.isEmpty();
    }

    /** Notes that somebody wants this subscriber's events in this run. */
    void ask() {
        asked = true;
    }

    boolean hasAsked() {
        return asked;
    }

    /** Returns the timestamp above which this subscriber has acknowledged nothing, and has not said that it has everything. */
    long handledTs() {
        return Math.max(doneTs, ackedTs);
    }

    void hand(long id, long endSequence, long lastTs) {
        outstanding.add(new Outstanding(id, next, endSequence, lastTs));
        next = endSequence;
    }

    /** Passes over events that are done already; they count as acknowledged with what is outstanding in front of them. */
    void passTo(long sequence) {
        next = sequence;
        settle();
    }

    private void settle() {
        if (outstanding.isEmpty()) {
            acked = next;
        }
    }

    /** Acknowledges; returns false where the id names nothing that can be acknowledged. */
    boolean ack(long id) {
        if (id <= lastAckedId) {
            // confirmed before, unless it is of an earlier run
            return id > firstId;
        }
        if (outstanding.stream().noneMatch(batch -> batch.id == id)) {
            return false;
        }
        for (Outstanding batch = outstanding.peek(); batch != null && batch.id <= id; batch = outstanding.peek()) {
            acked = batch.end;
            ackedTs = Math.max(ackedTs, batch.lastTs);
            outstanding.remove();
        }
        lastAckedId = id;
        settle();
        return true;
    }

    /** Takes back a batch and all later ones; returns false where it is not outstanding. */
    boolean rollback(long id) {
        if (outstanding.stream().noneMatch(batch -> batch.id == id)) {
            return false;
        }
        while (!outstanding.isEmpty() && outstanding.getLast().id >= id) {
            next = outstanding.removeLast().begin;
        }
        return true;
    }

    void rollback() {
        outstanding.clear();
        next = acked;
    }

    String describeOutstanding() {
        return outstanding.isEmpty()
                ? "no batch is outstanding"
                : "outstanding are " + outstanding.size() + " batches, " + outstanding.getFirst().id + " to "
                        + outstanding.getLast().id;
    }

    private record Outstanding(long id, long begin, long end, long lastTs) {}
}
