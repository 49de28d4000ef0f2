package io.github.binlogcapturer.internal.store;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.error.UnknownBatchException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Holds events in order from the moment they are appended until every subscriber has acknowledged them. Bounded by bytes: appending
 * waits while the ring is full, except that an empty ring takes an event of any size. Thread-safe; appended to by one thread.
 */
public final class TransactionRing {

    /** For so many events room is made at once; more than that may be asked for than a batch's bytes let it have. */
    private static final int USUAL_BATCH = 1024;

    /*
     * Three marks per subscriber, as in Canal's store: what was appended (shared), what was got, what was acknowledged. Sequences
     * grow for ever; a slot is sequence & mask. Everything is guarded by one lock, taken once per append and once per get or ack.
     *
     * A subscriber's position is told by the first event it has not acknowledged: all below that event's first timestamp is done,
     * filtered transactions included. With nothing left to acknowledge, it is the timestamp up to which the pipeline has resolved.
     */

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition appended = lock.newCondition();
    private final Condition freed = lock.newCondition();
    private final Condition finished = lock.newCondition();
    private final long maxBytes;
    private final long maxBatchBytes;
    private final Map<String, Cursor> cursors = new LinkedHashMap<>();

    // guarded by lock
    private @Nullable RingEntry[] slots = new @Nullable RingEntry[1024];
    private long head;
    private long tail;
    private long bytes;
    private long resolvedTs;
    private long lastId;
    private boolean closed;
    private @Nullable Throwable failure;

    /**
     * @param positions the subscribers in order, each with the ts up to which it has everything
     * @param maxBytes how much may be held
     * @param maxBatchBytes at which size a batch is closed
     * @param firstId ids are handed out above it; it must exceed all ids of earlier runs
     */
    public TransactionRing(Map<String, Long> positions, long maxBytes, long maxBatchBytes, long firstId) {
        this.maxBytes = maxBytes;
        this.maxBatchBytes = maxBatchBytes;
        this.lastId = firstId;
        positions.forEach((name, ts) -> cursors.put(name, new Cursor(name, ts, firstId)));
        this.resolvedTs =
                positions.values().stream().mapToLong(Long::longValue).min().orElseThrow();
    }

    /** Returns the stream of a subscriber, or null where there is none of this name. */
    public @Nullable EventStream stream(String subscriber) {
        Cursor cursor = cursors.get(subscriber);
        return cursor == null ? null : new RingEventStream(this, cursor);
    }

    /**
     * Appends events in order, as a unit: all that there is of the last one's commit ts must be among them, since no batch ends
     * between events of one commit ts. Blocks while the ring is full.
     *
     * @throws CapturerClosedException if the ring was closed
     */
    public void append(List<? extends BinlogEvent> events) throws InterruptedException {
        List<RingEntry> entries = new ArrayList<>(events.size());
        long added = 0;
        for (BinlogEvent event : events) {
            RingEntry entry = RingEntry.of(event);
            entries.add(entry);
            added += entry.sizeBytes();
        }
        lock.lockInterruptibly();
        try {
            while (!closed && bytes > 0 && bytes + added > maxBytes) {
                freed.await();
            }
            requireOpen();
            entries.forEach(this::put);
            bytes += added;
            cursors.values().forEach(this::passDone);
            free();
            appended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Learns that everything up to a timestamp has been appended or filtered out. */
    public void resolve(long ts) {
        lock.lock();
        try {
            resolvedTs = Math.max(resolvedTs, ts);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the timestamp up to which everything has been appended or filtered out. */
    public long resolvedTs() {
        lock.lock();
        try {
            return resolvedTs;
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many bytes are held. */
    public long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Returns how full the ring is, as a sentence part, where it keeps the pipeline from appending; else null. */
    public @Nullable String explainFull() {
        lock.lock();
        try {
            if (lock.getWaitQueueLength(freed) == 0) {
                return null;
            }
            return explainSlowest() + ", the limit is " + maxBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Returns who keeps {@link #awaitFinished} waiting, as a sentence part. */
    public String explainUnfinished() {
        lock.lock();
        try {
            return cursors.values().stream()
                    .filter(cursor -> !cursor.hasAsked())
                    .findFirst()
                    .map(cursor -> "subscriber \"" + cursor.name() + "\" to ask for events")
                    .orElseGet(this::explainSlowest);
        } finally {
            lock.unlock();
        }
    }

    private String explainSlowest() {
        Cursor slowest = cursors.values().stream()
                .min((a, b) -> Long.compare(a.acked(), b.acked()))
                .orElseThrow();
        return "subscriber \"" + slowest.name() + "\" to acknowledge; " + (tail - slowest.acked()) + " events with "
                + bytes + " bytes are held";
    }

    /**
     * Waits until every subscriber has asked for events and acknowledged all that was appended. One that has not asked may be about to: a
     * sink that is being attached, say.
     *
     * @throws CapturerClosedException if the ring was closed
     */
    public void awaitFinished() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && !isFinished()) {
                finished.await();
            }
            requireOpen();
        } finally {
            lock.unlock();
        }
    }

    private boolean isFinished() {
        return head == tail && cursors.values().stream().allMatch(Cursor::hasAsked);
    }

    /** Marks everything up to a timestamp as done for a subscriber, because its target holds it already. */
    public void doneUpTo(String subscriber, long ts) {
        lock.lock();
        try {
            Cursor cursor = cursors.get(subscriber);
            if (cursor != null) {
                cursor.doneUpTo(ts);
                passDone(cursor);
                free();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the position of every subscriber that a checkpoint may name: a sink that keeps its own must find it at or above that when it
     * is opened again, also after a crash. So it is not above what the sink holds; and who has not asked for anything stays where it
     * began, since a sink that was not attached yet knows nothing of how far a quiet stream has moved. Works on a closed ring too.
     *
     * @param heldTs by subscriber, what its sink is sure to hold; {@link Long#MAX_VALUE} where no sink keeps a position of its own
     */
    public Map<String, CommitTs> checkpointPositions(ToLongFunction<String> heldTs) {
        lock.lock();
        try {
            Map<String, CommitTs> positions = new LinkedHashMap<>();
            for (Cursor cursor : cursors.values()) {
                long ts = cursor.hasAsked()
                        ? Math.min(positionOf(cursor), heldTs.applyAsLong(cursor.name()))
                        : cursor.doneTs();
                positions.put(cursor.name(), CommitTs.of(ts));
            }
            return positions;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the timestamp above which a subscriber has acknowledged nothing in this run. Everything above it is still held or to come, so
     * that the subscriber can go on from there though the position of its stream, which follows a quiet source, is higher.
     */
    public long handledTs(String subscriber) {
        lock.lock();
        try {
            Cursor cursor = cursors.get(subscriber);
            if (cursor == null) {
                throw new IllegalArgumentException("There is no subscriber \"" + subscriber + "\"");
            }
            return cursor.handledTs();
        } finally {
            lock.unlock();
        }
    }

    /** Returns every subscriber's position. Works on a closed ring too. */
    public Map<String, CommitTs> positions() {
        lock.lock();
        try {
            Map<String, CommitTs> positions = new LinkedHashMap<>();
            cursors.values().forEach(cursor -> positions.put(cursor.name(), CommitTs.of(positionOf(cursor))));
            return positions;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the ring: whoever waits, and every later call, gets a {@link CapturerClosedException}. Idempotent; the first cause stays. */
    public void close(@Nullable Throwable cause) {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                failure = cause;
                appended.signalAll();
                freed.signalAll();
                finished.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    Batch poll(Cursor cursor, int batchSize, boolean ackAtOnce) {
        lock.lock();
        try {
            requireGettable(cursor, batchSize, ackAtOnce);
            ask(cursor);
            return cursor.next() == tail ? Batch.empty() : take(cursor, batchSize, ackAtOnce);
        } finally {
            lock.unlock();
        }
    }

    Batch get(Cursor cursor, int batchSize, long waitNs, boolean ackAtOnce) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            requireGettable(cursor, batchSize, ackAtOnce);
            ask(cursor);
            long leftNs = waitNs;
            while (cursor.next() == tail && leftNs > 0) {
                leftNs = appended.awaitNanos(leftNs);
                requireOpen();
            }
            return cursor.next() == tail ? Batch.empty() : take(cursor, batchSize, ackAtOnce);
        } finally {
            lock.unlock();
        }
    }

    private void requireGettable(Cursor cursor, int batchSize, boolean ackAtOnce) {
        requireOpen();
        if (batchSize < 1) {
            throw new IllegalArgumentException("A batch has at least 1 row change, but batchSize is " + batchSize);
        }
        if (ackAtOnce && cursor.hasOutstanding()) {
            throw new IllegalStateException("get acknowledges at once, but " + cursor.describeOutstanding()
                    + "; acknowledge or roll them back first, or use getWithoutAck");
        }
    }

    private void ask(Cursor cursor) {
        if (!cursor.hasAsked()) {
            cursor.ask();
            finished.signalAll();
        }
    }

    private Batch take(Cursor cursor, int batchSize, boolean ackAtOnce) {
        long sequence = cursor.next();
        List<BinlogEvent> events = new ArrayList<>((int) Math.min(Math.min(batchSize, USUAL_BATCH), tail - sequence));
        long changes = 0;
        long size = 0;
        long lastTs = 0;
        while (sequence < tail) {
            RingEntry entry = entry(sequence);
            boolean full = changes >= batchSize || size >= maxBatchBytes;
            // what begins at or below the last event's ts belongs to it: a position cannot lie between them
            if (full && entry.beginTs() > lastTs) {
                break;
            }
            if (!entry.isDone(cursor.doneTs())) {
                events.add(entry.event());
                changes += entry.changes();
                size += entry.sizeBytes();
            }
            lastTs = Math.max(lastTs, entry.commitTs());
            sequence++;
        }
        if (events.isEmpty()) {
            cursor.passTo(sequence);
            free();
            return Batch.empty();
        }
        long id = ++lastId;
        cursor.hand(id, sequence, lastTs);
        if (ackAtOnce) {
            cursor.ack(id);
            free();
        }
        return new Batch(id, events);
    }

    void ack(Cursor cursor, long batchId) {
        lock.lock();
        try {
            requireOpen();
            if (batchId != Batch.NO_ID && !cursor.ack(batchId)) {
                throw unknown(cursor, batchId);
            }
            passDone(cursor);
            free();
        } finally {
            lock.unlock();
        }
    }

    void rollback(Cursor cursor, long batchId) {
        lock.lock();
        try {
            requireOpen();
            if (batchId != Batch.NO_ID && !cursor.rollback(batchId)) {
                throw unknown(cursor, batchId);
            }
            appended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void rollback(Cursor cursor) {
        lock.lock();
        try {
            requireOpen();
            cursor.rollback();
            appended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    CommitTs position(Cursor cursor) {
        lock.lock();
        try {
            return CommitTs.of(positionOf(cursor));
        } finally {
            lock.unlock();
        }
    }

    private long positionOf(Cursor cursor) {
        long done = cursor.acked() < tail ? entry(cursor.acked()).beginTs() - 1 : resolvedTs;
        return Math.max(done, cursor.doneTs());
    }

    private void passDone(Cursor cursor) {
        while (!cursor.hasOutstanding()
                && cursor.next() == cursor.acked()
                && cursor.next() < tail
                && entry(cursor.next()).isDone(cursor.doneTs())) {
            cursor.passTo(cursor.next() + 1);
        }
    }

    private void put(RingEntry entry) {
        if (tail - head == slots.length) {
            grow();
        }
        slots[(int) tail & (slots.length - 1)] = entry;
        tail++;
        resolvedTs = Math.max(resolvedTs, entry.endTs());
    }

    private void grow() {
        @Nullable RingEntry[] larger = new @Nullable RingEntry[slots.length * 2];
        for (long sequence = head; sequence < tail; sequence++) {
            larger[(int) sequence & (larger.length - 1)] = slots[(int) sequence & (slots.length - 1)];
        }
        slots = larger;
    }

    private RingEntry entry(long sequence) {
        RingEntry entry = slots[(int) sequence & (slots.length - 1)];
        if (entry == null || sequence < head || sequence >= tail) {
            throw new IllegalStateException("Sequence " + sequence + " is not within " + head + " to " + tail);
        }
        return entry;
    }

    private void free() {
        long acked = tail;
        for (Cursor cursor : cursors.values()) {
            acked = Math.min(acked, cursor.acked());
        }
        if (acked > head) {
            for (; head < acked; head++) {
                bytes -= entry(head).sizeBytes();
                slots[(int) head & (slots.length - 1)] = null;
            }
            freed.signalAll();
            finished.signalAll();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw failure == null
                    ? new CapturerClosedException(
                            "The capturer was closed; build a new one to go on from the checkpoint")
                    : new CapturerClosedException(
                            "The capturer has failed: " + failure.getMessage()
                                    + ". Nothing unacknowledged is lost; remove the cause and build a new one",
                            failure);
        }
    }

    private static UnknownBatchException unknown(Cursor cursor, long batchId) {
        return new UnknownBatchException(
                "Subscriber \"" + cursor.name() + "\" has no outstanding batch " + batchId + ": "
                        + cursor.describeOutstanding()
                        + ". It was taken back by a rollback, or is of an earlier run; its transactions are delivered again");
    }

    /** Returns the longest wait that still counts in nanoseconds; longer ones are as good as for ever. */
    public static long toNanos(Duration wait) {
        try {
            return wait.toNanos();
        } catch (ArithmeticException longerThanNanosCount) {
            return TimeUnit.DAYS.toNanos(365 * 100);
        }
    }
}
