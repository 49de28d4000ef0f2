package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.sink.kafka.internal.record.RecordMaker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of lists of events, chunk by chunk on threads of its own, and hands them on in order on the thread of the writer. The
 * writer makes what nobody has begun when its turn comes, so that a short list never waits for another thread.
 *
 * <p>{@link #encode} is called by one thread; {@link #close} by any.
 */
final class Encoders implements AutoCloseable {

    private final RecordMaker own;
    private final long aheadBytes;
    private final List<Thread> threads = new ArrayList<>();

    // guarded by this
    private List<Chunk> chunks = List.of();
    private int next;
    private long keptBytes;
    private boolean closed;

    /**
     * @param name of the threads, in front of their number
     * @param makers makes a maker for each thread, the writer's too
     * @param aheadBytes how many bytes of records may wait for the writer, about
     */
    Encoders(String name, int count, Supplier<RecordMaker> makers, long aheadBytes) {
        this.own = makers.get();
        this.aheadBytes = aheadBytes;
        for (int i = 1; i <= count; i++) {
            RecordMaker maker = makers.get();
            Thread thread = new Thread(() -> work(maker), name + "-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /**
     * Hands on the records of all events in their order.
     *
     * @throws io.github.binlogcapturer.error.CapturerException of the first event that cannot be made into records, behind the records of
     *     those in front of it
     * @throws InterruptedException if the thread was interrupted
     */
    void encode(List<BinlogEvent> events, RecordMaker.Output out) throws InterruptedException {
        List<Chunk> split = Chunk.split(events);
        if (split.size() > 1) {
            offer(split);
        }
        try {
            for (int i = 0; i < split.size(); i++) {
                Chunk chunk = split.get(i);
                if (split.size() == 1 || claim(i)) {
                    chunk.make(own, out);
                } else {
                    await(chunk);
                    chunk.handOn(out);
                    release(chunk);
                }
            }
        } finally {
            withdraw();
        }
    }

    private synchronized void offer(List<Chunk> offered) {
        chunks = offered;
        next = 0;
        keptBytes = 0;
        notifyAll();
    }

    private synchronized void withdraw() {
        chunks = List.of();
        next = 0;
    }

    /** Claims a chunk for the writer; false if somebody else has it. */
    private synchronized boolean claim(int index) {
        if (next > index) {
            return false;
        }
        next = index + 1;
        if (chunks.get(index).isLarge()) {
            // those that stood in front of it may go on behind it
            notifyAll();
        }
        return true;
    }

    private synchronized void await(Chunk chunk) throws InterruptedException {
        while (!chunk.isDone()) {
            wait();
        }
    }

    private synchronized void release(Chunk chunk) {
        keptBytes -= chunk.bytes();
        notifyAll();
    }

    private void work(RecordMaker maker) {
        try {
            Chunk chunk;
            while ((chunk = take()) != null) {
                chunk.makeAhead(maker);
                finish(chunk);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the sink is closed
        }
    }

    /** Returns null once the sink is closed. */
    private synchronized @Nullable Chunk take() throws InterruptedException {
        while (!closed
                && (next >= chunks.size()
                        || keptBytes >= aheadBytes
                        || chunks.get(next).isLarge())) {
            wait();
        }
        return closed ? null : chunks.get(next++);
    }

    private synchronized void finish(Chunk chunk) {
        // what is left of a list that has failed counts no more
        if (chunk.isOf(chunks)) {
            keptBytes += chunk.bytes();
        }
        chunk.setDone();
        notifyAll();
    }

    /** Ends the threads. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        threads.forEach(Thread::interrupt);
    }
}
