package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Heartbeat;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.LongStream;

/** A stream that gives the batches of a script and then calls somebody. It notes its acks. */
final class ScriptedStream implements EventStream {

    private final Deque<Batch> script = new ArrayDeque<>();
    private final List<String> notes;
    private final Runnable atEnd;

    ScriptedStream(List<String> notes, Runnable atEnd) {
        this.notes = notes;
        this.atEnd = atEnd;
    }

    ScriptedStream give(long id, long... timestamps) {
        List<BinlogEvent> events = LongStream.of(timestamps)
                .<BinlogEvent>mapToObj(ts -> new Heartbeat(CommitTs.of(ts)))
                .toList();
        script.add(new Batch(id, events));
        return this;
    }

    ScriptedStream giveNothing() {
        script.add(Batch.empty());
        return this;
    }

    @Override
    public Batch getWithoutAck(int batchSize, Duration wait) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Batch batch = script.isEmpty() ? Batch.empty() : script.remove();
        if (script.isEmpty()) {
            atEnd.run();
        }
        return batch;
    }

    @Override
    public void ack(long batchId) {
        notes.add("ack " + batchId);
    }

    @Override
    public String name() {
        throw new AssertionError("An applier gets with a wait, and acknowledges; nothing else");
    }

    @Override
    public Batch getWithoutAck(int batchSize) {
        throw new AssertionError("An applier gets with a wait, and acknowledges; nothing else");
    }

    @Override
    public Batch get(int batchSize) {
        throw new AssertionError("An applier gets with a wait, and acknowledges; nothing else");
    }

    @Override
    public Batch get(int batchSize, Duration wait) {
        throw new AssertionError("An applier gets with a wait, and acknowledges; nothing else");
    }

    @Override
    public void rollback(long batchId) {
        throw new AssertionError("An applier gets with a wait, and acknowledges; nothing else");
    }

    @Override
    public void rollback() {
        throw new AssertionError("An applier gets with a wait, and acknowledges; nothing else");
    }

    @Override
    public CommitTs position() {
        throw new AssertionError("An applier gets with a wait, and acknowledges; nothing else");
    }
}
