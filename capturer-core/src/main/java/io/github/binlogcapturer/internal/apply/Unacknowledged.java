package io.github.binlogcapturer.internal.apply;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The batches that a sink was given and that are not acknowledged, the oldest first. Owned by one thread. */
final class Unacknowledged {

    /** Where a sink collects for long, those in the middle are acknowledged with one behind them, so that this stays small. */
    private static final int REMEMBERED = 1024;

    private final Deque<Written> batches = new ArrayDeque<>();

    /**
     * A batch.
     *
     * @param lastTs the commit ts of its last event
     * @param keptTs the position that the sink keeps once it is durable
     */
    record Written(long batchId, long lastTs, long keptTs) {}

    boolean isEmpty() {
        return batches.isEmpty();
    }

    void add(long batchId, long lastTs, long keptTs) {
        if (batches.size() == REMEMBERED) {
            batches.removeLast();
        }
        batches.addLast(new Written(batchId, lastTs, keptTs));
    }

    /** Returns the newest, where there is one, and forgets all. */
    @Nullable
    Written takeAll() {
        Written newest = batches.peekLast();
        batches.clear();
        return newest;
    }

    /** Returns the newest that ends at a commit ts or before, where there is one, and forgets it and all before it. */
    @Nullable
    Written takeUpTo(long ts) {
        Written newest = null;
        while (!batches.isEmpty() && batches.getFirst().lastTs <= ts) {
            newest = batches.removeFirst();
        }
        return newest;
    }
}
