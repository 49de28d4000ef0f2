package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.kafka.internal.record.RecordMaker;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a list of events, and the records that one thread makes of it. Its state is guarded by the {@link Encoders}; its records
 * belong to who claimed it until it is done, then to the writer.
 */
final class Chunk {

    private static final int CHANGES = 128;
    private static final long BYTES = 256 << 10;
    /** An event beyond this is made by the writer alone, which sends each record at once, so that they are never all in memory. */
    private static final long LARGE_BYTES = 4 << 20;

    private final List<BinlogEvent> events;
    private final int from;
    private final int to;
    private final int place;
    private final boolean large;

    private final List<Topic> topics = new ArrayList<>();
    private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    private long bytes;
    private boolean done;
    private @Nullable Throwable failure;

    private Chunk(List<BinlogEvent> events, int from, int to, int place, boolean large) {
        this.events = events;
        this.from = from;
        this.to = to;
        this.place = place;
        this.large = large;
    }

    /** Cuts a list into chunks of about one size. */
    static List<Chunk> split(List<BinlogEvent> events) {
        List<Chunk> chunks = new ArrayList<>();
        int from = 0;
        int changes = 0;
        long bytes = 0;
        for (int i = 0; i < events.size(); i++) {
            Transaction transaction = events.get(i) instanceof Transaction one ? one : null;
            long more = transaction == null ? 0 : transaction.sizeBytes();
            if (more > LARGE_BYTES || changes >= CHANGES || bytes + more > BYTES) {
                add(chunks, events, from, i);
                from = i;
                changes = 0;
                bytes = 0;
            }
            if (more > LARGE_BYTES) {
                chunks.add(new Chunk(events, i, i + 1, chunks.size(), true));
                from = i + 1;
            } else {
                changes += transaction == null ? 1 : transaction.changes().size();
                bytes += more;
            }
        }
        add(chunks, events, from, events.size());
        return chunks;
    }

    private static void add(List<Chunk> chunks, List<BinlogEvent> events, int from, int to) {
        if (from < to) {
            chunks.add(new Chunk(events, from, to, chunks.size(), false));
        }
    }

    /** Returns whether it is one of these, at its place. */
    boolean isOf(List<Chunk> chunks) {
        return place < chunks.size() && chunks.get(place) == this;
    }

    boolean isLarge() {
        return large;
    }

    /** Makes the records and hands each on. */
    void make(RecordMaker maker, RecordMaker.Output out) throws InterruptedException {
        for (int i = from; i < to; i++) {
            maker.make(events.get(i), out);
        }
    }

    /** Makes the records and keeps them, or why there are none. */
    void makeAhead(RecordMaker maker) {
        try {
            make(maker, this::keep);
        } catch (Throwable e) {
            // the writer throws it when its turn comes
            failure = e;
        }
    }

    private void keep(Topic topic, ProducerRecord<byte[], byte[]> record) {
        topics.add(topic);
        records.add(record);
        bytes += length(record.key()) + length(record.value());
    }

    private static int length(byte @Nullable [] part) {
        return part == null ? 0 : part.length;
    }

    /** Hands on what was kept; throws what was met in making it, behind the records in front of that. */
    void handOn(RecordMaker.Output out) throws InterruptedException {
        for (int i = 0; i < records.size(); i++) {
            out.add(topics.get(i), records.get(i));
        }
        topics.clear();
        records.clear();
        Throwable met = failure;
        if (met instanceof RuntimeException e) {
            throw e;
        } else if (met instanceof Error e) {
            throw e;
        } else if (met instanceof InterruptedException) {
            throw new InterruptedException("An encoding thread was interrupted");
        }
    }

    /** Returns how many bytes are kept. */
    long bytes() {
        return bytes;
    }

    void setDone() {
        done = true;
    }

    boolean isDone() {
        return done;
    }
}
