package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.ApplySettings;
import io.github.binlogcapturer.spi.VisibleOrder;

/**
 * Decides what a lane takes at once. What is ready is shared among the idle lanes, so that batches are small while there is little to do
 * and grow with the backlog. Where some lanes are at work already, it is cheaper to wait for one of them than to apply a small batch beside
 * them; a target far away, which keeps all of them waiting, still gets the many batches that its distance asks for. Not thread-safe.
 */
final class BatchFormer {

    /** Up to this many changes a batch's own cost outweighs theirs, so that sharing them out gains nothing. */
    private static final long WORTH_SHARING_CHANGES = 256;

    /** So many lanes take whatever there is; each one beyond waits until there is {@link #LARGE_PART} of a full batch. */
    private static final int EAGER_LANES = 4;

    private static final int LARGE_PART = 2;

    /** A chain mostly folds into the rows that the batch has anyway: with it, a batch may be so many times as large. */
    private static final int CHAINED_FACTOR = 4;

    private final TransactionGraph graph;
    private final boolean ordered;
    private final long maxChanges;
    private final long maxAllChanges;
    private final long maxBytes;

    /** By slot: how many of the things that a transaction waits for are in the batch that is being formed, if the stamp is of now. */
    private final int[] inBatch;

    private final int[] stamps;
    private final SlotSet candidates;
    private int stamp;
    private long nextInOrder = ProgressTracker.FIRST;

    BatchFormer(TransactionGraph graph, ApplySettings settings, int capacity) {
        this.graph = graph;
        this.ordered = settings.order() != VisibleOrder.EVENTUAL;
        this.maxChanges = settings.batchChanges();
        this.maxAllChanges = maxChanges * CHAINED_FACTOR;
        this.maxBytes = settings.batchBytes();
        this.inBatch = new int[capacity];
        this.stamps = new int[capacity];
        this.candidates = new SlotSet(capacity);
    }

    /**
     * Returns whether there is something for a lane.
     *
     * @param busyLanes how many others have something, of which each one asks again when it has finished
     */
    boolean hasWork(int busyLanes) {
        return hasAny() && (busyLanes < EAGER_LANES || isLarge());
    }

    private boolean isLarge() {
        long changes = ordered ? graph.untakenChanges() : graph.readyChanges();
        long bytes = ordered ? graph.untakenBytes() : graph.readyBytes();
        return changes >= maxChanges / LARGE_PART || bytes >= maxBytes / LARGE_PART;
    }

    private boolean hasAny() {
        if (ordered) {
            return nextInOrder < graph.tracker().next() && graph.isReady(nextInOrder);
        }
        return graph.readyChanges() > 0;
    }

    /** Fills an empty work with the oldest that a lane may take, or leaves it empty where there is nothing. */
    void form(LaneWork work, int idleLanes, int busyLanes) {
        if (!hasWork(busyLanes)) {
            return;
        }
        stamp++;
        if (ordered) {
            takeRange(work, quota(graph.untakenChanges(), idleLanes));
        } else {
            takeOldest(work, quota(graph.readyChanges(), idleLanes));
        }
        work.seal(graph);
    }

    private long quota(long available, int idleLanes) {
        return Math.min(maxChanges, Math.max(WORTH_SHARING_CHANGES, available / idleLanes));
    }

    /**
     * Takes the oldest first, those that wait for nothing but members of the batch like those that are ready: so a chain of changes of one
     * row, which would take as many batches one after another, shrinks into one, and what is left undone in front of a batch is little.
     */
    private void takeOldest(LaneWork work, long quota) {
        long end = graph.tracker().next();
        long from = graph.tracker().lowWater();
        long ready = graph.nextReady(from);
        if (graph.isLastTry(ready)) {
            // it became ready as the oldest of all, so it is found first
            take(work, ready);
            work.markLast();
            return;
        }
        while (true) {
            // whatever a member adds lies ahead of the scan, since it is younger
            long chained = candidates.next(from, ready == SlotSet.NONE ? end : ready);
            if (chained != SlotSet.NONE) {
                candidates.remove(chained);
                takeChained(work, chained);
                from = chained + 1;
            } else if (ready != SlotSet.NONE) {
                from = ready + 1;
                ready = takeReady(work, ready, quota) ? graph.nextReady(from) : SlotSet.NONE;
            } else {
                return;
            }
        }
    }

    private boolean takeReady(LaneWork work, long sequence, long quota) {
        if (!work.hasRoom(graph.transaction(sequence), quota, maxAllChanges, maxBytes)) {
            return false;
        }
        take(work, sequence);
        offerSuccessors(sequence, true);
        return true;
    }

    private void takeChained(LaneWork work, long sequence) {
        Transaction transaction = graph.transaction(sequence);
        if (work.hasRoomForChained(transaction, maxChanges, maxAllChanges, maxBytes)) {
            graph.take(sequence);
            work.addCoalesced(sequence, transaction);
            offerSuccessors(sequence, true);
        }
    }

    /** Takes what comes next in the sequence as long as each waits for members of the range only. */
    private void takeRange(LaneWork work, long quota) {
        long end = graph.tracker().next();
        while (nextInOrder < end && graph.pending(nextInOrder) == inBatch(nextInOrder)) {
            Transaction transaction = graph.transaction(nextInOrder);
            boolean chained = graph.pending(nextInOrder) > 0;
            boolean room = chained
                    ? work.hasRoomForChained(transaction, maxChanges, maxAllChanges, maxBytes)
                    : work.hasRoom(transaction, quota, maxAllChanges, maxBytes);
            if (!room) {
                return;
            }
            graph.take(nextInOrder);
            if (chained) {
                work.addCoalesced(nextInOrder, transaction);
            } else {
                work.add(nextInOrder, transaction);
            }
            offerSuccessors(nextInOrder, false);
            nextInOrder++;
        }
    }

    private void take(LaneWork work, long sequence) {
        graph.take(sequence);
        work.add(sequence, graph.transaction(sequence));
    }

    /** Counts a member of the batch for all that wait for it, and notes those that wait for nothing else. */
    private void offerSuccessors(long member, boolean note) {
        Chains successors = graph.successors();
        for (int cell = successors.first(graph.slot(member)); cell != Chains.END; cell = successors.next(cell)) {
            int slot = successors.value(cell);
            if (stamps[slot] != stamp) {
                stamps[slot] = stamp;
                inBatch[slot] = 0;
            }
            inBatch[slot]++;
            long sequence = graph.sequence(slot);
            if (note && inBatch[slot] == graph.pending(sequence) && graph.isWaiting(sequence)) {
                candidates.add(sequence);
            }
        }
    }

    private int inBatch(long sequence) {
        int slot = graph.slot(sequence);
        return stamps[slot] == stamp ? inBatch[slot] : 0;
    }
}
