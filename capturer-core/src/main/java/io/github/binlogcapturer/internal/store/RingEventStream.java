package io.github.binlogcapturer.internal.store;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.event.CommitTs;
import java.time.Duration;

/** A subscriber's view of the ring. Thread-safe. */
final class RingEventStream implements EventStream {

    private final TransactionRing ring;
    private final Cursor cursor;

    RingEventStream(TransactionRing ring, Cursor cursor) {
        this.ring = ring;
        this.cursor = cursor;
    }

    @Override
    public String name() {
        return cursor.name();
    }

    @Override
    public Batch getWithoutAck(int batchSize) {
        return ring.poll(cursor, batchSize, false);
    }

    @Override
    public Batch getWithoutAck(int batchSize, Duration wait) throws InterruptedException {
        return ring.get(cursor, batchSize, TransactionRing.toNanos(wait), false);
    }

    @Override
    public Batch get(int batchSize) {
        return ring.poll(cursor, batchSize, true);
    }

    @Override
    public Batch get(int batchSize, Duration wait) throws InterruptedException {
        return ring.get(cursor, batchSize, TransactionRing.toNanos(wait), true);
    }

    @Override
    public void ack(long batchId) {
        ring.ack(cursor, batchId);
    }

    @Override
    public void rollback(long batchId) {
        ring.rollback(cursor, batchId);
    }

    @Override
    public void rollback() {
        ring.rollback(cursor);
    }

    @Override
    public CommitTs position() {
        return ring.position(cursor);
    }

    @Override
    public String toString() {
        return "stream of subscriber \"" + cursor.name() + "\" at " + position();
    }
}
