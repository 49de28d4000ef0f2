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

/** Puts events into files: where a group of equal commit ts ends, where a file may end, and what the files already hold. */
final class EventWriter {

    private final SegmentWriter file;
    private final EventEncoder encoder;
    /** The commit ts up to which the files are complete, and whether a group of the next one is open. */
    private long completeTs;

    private boolean inGroup;

    EventWriter(SegmentWriter file, Recovery.Recovered recovered) {
        this.file = file;
        this.encoder = file.encoder();
        this.completeTs = recovered.commitTs();
    }

    /** Writes a list that ends with a complete group. */
    void write(List<BinlogEvent> events) throws IOException {
        for (int i = 0; i < events.size(); i++) {
            BinlogEvent event = events.get(i);
            if (event instanceof Transaction transaction) {
                transaction(transaction, !isShared(transaction.commitTs(), events, i + 1));
            } else if (event instanceof SchemaChange change) {
                schema(change);
            } else if (event instanceof Heartbeat heartbeat) {
                heartbeat(heartbeat);
            }
            file.drainIfLarge();
        }
        file.drain();
    }

    /** Returns whether a further transaction has the same commit ts; a schema change may stand between. */
    private static boolean isShared(CommitTs commitTs, List<BinlogEvent> events, int from) {
        for (int i = from; i < events.size() && events.get(i).commitTs().equals(commitTs); i++) {
            if (events.get(i) instanceof Transaction) {
                return true;
            }
        }
        return false;
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
        if (complete) {
            completeTs = transaction.commitTs().value();
            file.positionMoved();
        }
    }

    private void schema(SchemaChange change) throws IOException {
        // No new file where there is one: a file is complete only once it has a position.
        file.ensureFile();
        encoder.schema(change);
    }

    private void heartbeat(Heartbeat heartbeat) throws IOException {
        if (!inGroup) {
            file.ensureRoom();
        }
        if (heartbeat.commitTs().value() < completeTs) {
            requireOrder(heartbeat.commitTs());
        }
        encoder.heartbeat(heartbeat);
        file.positionMoved();
        completeTs = Math.max(completeTs, heartbeat.commitTs().value());
    }

    private void requireOrder(CommitTs commitTs) {
        if (commitTs.value() <= completeTs) {
            throw new SinkException(
                    "A transaction of commit ts " + commitTs + " came, but " + file.path()
                            + " is complete up to commit ts " + CommitTs.of(completeTs)
                            + ". The files keep the order of the stream; to write from an earlier position again, choose an empty folder");
        }
    }
}
