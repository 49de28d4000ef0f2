package io.github.binlogcapturer.sink.file.internal.folder;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.file.internal.kind.EventEncoder;
import java.io.IOException;
import java.util.List;

/**
 * Puts events into files: what belongs together, where a file may end, and what the files already hold. A group is complete only where no
 * transaction behind it has pieces with its commit ts or an earlier one; a position or another file in front of there would tear that one.
 */
final class EventWriter {

    private final SegmentWriter file;
    private final EventEncoder encoder;
    /** The commit ts up to which the files are complete, whether a group behind it is open, and the last one written. */
    private long completeTs;

    private boolean inGroup;
    private long lastTs;
    /** For each event of a list the smallest commit ts of a piece of the transactions behind it. */
    private long[] beginnings = {};

    EventWriter(SegmentWriter file, Recovery.Recovered recovered) {
        this.file = file;
        this.encoder = file.encoder();
        this.completeTs = recovered.commitTs();
    }

    /** Writes a list that ends with a complete group. */
    void write(List<BinlogEvent> events) throws IOException {
        findBeginnings(events);
        for (int i = 0; i < events.size(); i++) {
            BinlogEvent event = events.get(i);
            boolean complete = beginnings[i] > event.commitTs().value();
            if (event instanceof Transaction transaction) {
                transaction(transaction, complete);
            } else if (event instanceof SchemaChange change) {
                schema(change);
            } else if (event instanceof Heartbeat heartbeat && complete && !inGroup) {
                heartbeat(heartbeat);
            }
            file.drainIfLarge();
        }
        file.drain();
    }

    private void findBeginnings(List<BinlogEvent> events) {
        int count = events.size();
        if (beginnings.length < count) {
            beginnings = new long[Math.max(count, 2 * beginnings.length)];
        }
        long beginning = Long.MAX_VALUE;
        for (int i = count - 1; i >= 0; i--) {
            beginnings[i] = beginning;
            if (events.get(i) instanceof Transaction transaction) {
                beginning = Math.min(beginning, transaction.firstCommitTs().value());
            }
        }
    }

    private void transaction(Transaction transaction, boolean complete) throws IOException {
        requireOrder(transaction.commitTs());
        if (!inGroup) {
            file.ensureRoom();
        }
        encoder.begin(transaction, complete);
        for (int i = 0; i < transaction.changes().size(); i++) {
            encoder.change(transaction, i);
            file.drainIfLarge();
        }
        encoder.commit(transaction, complete);
        inGroup = !complete;
        lastTs = transaction.commitTs().value();
        if (complete) {
            completeTs = lastTs;
            file.positionMoved();
        }
    }

    private void schema(SchemaChange change) throws IOException {
        // No new file where there is one: a file is complete only once it has a position.
        file.ensureFile();
        encoder.schema(change);
    }

    private void heartbeat(Heartbeat heartbeat) throws IOException {
        file.ensureRoom();
        if (heartbeat.commitTs().value() < completeTs) {
            requireOrder(heartbeat.commitTs());
        }
        encoder.heartbeat(heartbeat);
        file.positionMoved();
        completeTs = Math.max(completeTs, heartbeat.commitTs().value());
    }

    private void requireOrder(CommitTs commitTs) {
        if (commitTs.value() <= completeTs || commitTs.value() < lastTs) {
            throw new SinkException("A transaction of commit ts " + commitTs + " came, but " + file.path()
                    + " has those up to commit ts " + CommitTs.of(Math.max(completeTs, lastTs))
                    + ". The files keep the order of the stream; to write from an earlier position again,"
                    + " choose an empty folder");
        }
    }
}
