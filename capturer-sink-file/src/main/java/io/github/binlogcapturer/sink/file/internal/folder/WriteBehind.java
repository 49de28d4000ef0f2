package io.github.binlogcapturer.sink.file.internal.folder;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Appends to a file and forces it to the disk: what is much, on a thread of its own, so that the next events are encoded meanwhile; what
 * is little, at once, since handing it over costs more than it saves. Everything happens in the order of the calls. Used by one thread. A
 * failure on the other thread comes out of the next call; after it only {@link #close} may follow.
 */
final class WriteBehind implements AutoCloseable {

    /** How much is handed over at once, at most. */
    static final int CHUNK_BYTES = 1 << 20;
    /** What is less than this is not worth another thread's turn. */
    private static final int MUCH_BYTES = 64 << 10;
    /** How many there are, filled, waiting and being written, which bounds the memory. */
    private static final int CHUNKS = 4;

    private final String threadName;
    private @Nullable Thread thread;
    private int chunks;
    /** How much was appended since the last mark. */
    private long unmarkedBytes;

    /** Where it goes; changes only while nothing is to be done. */
    private volatile @Nullable FileChannel channel;

    // guarded by this
    private final Deque<ByteBuffer> free = new ArrayDeque<>();
    private final Deque<Task> tasks = new ArrayDeque<>();
    private boolean working;
    private boolean stopping;
    private long reachedTs;
    private @Nullable IOException failure;
    /** Whether a call has thrown the failure. */
    private boolean told;

    /**
     * One thing to do.
     *
     * @param chunk what to append, or null where it is a mark
     * @param forces whether the mark forces the file to the disk
     * @param ts what the mark stands for
     */
    private record Task(@Nullable ByteBuffer chunk, boolean forces, long ts) {}

    WriteBehind(String threadName) {
        this.threadName = threadName;
    }

    /** Goes on with a file, where all is done for the one before. */
    void use(FileChannel next) {
        channel = next;
        unmarkedBytes = 0;
    }

    /** Appends bytes, now or later. Waits while too much is to be done. */
    void append(byte[] source, int length) throws IOException {
        unmarkedBytes += length;
        boolean much = unmarkedBytes >= MUCH_BYTES;
        for (int from = 0; from < length; from += CHUNK_BYTES) {
            ByteBuffer chunk = takeFree();
            chunk.put(source, from, Math.min(CHUNK_BYTES, length - from)).flip();
            perform(new Task(chunk, false, 0), much);
        }
    }

    /**
     * Says that what was appended reaches to a commit ts.
     *
     * @param forces whether to force it to the disk
     */
    void mark(long ts, boolean forces) throws IOException {
        perform(new Task(null, forces, ts), unmarkedBytes >= MUCH_BYTES);
        unmarkedBytes = 0;
    }

    /** Returns the commit ts of the last mark that is behind us. */
    synchronized long reachedTs() {
        return reachedTs;
    }

    /** Returns whether there is nothing to be done. */
    synchronized boolean isIdle() throws IOException {
        requireSound();
        return hasNothingToDo();
    }

    /** Waits until there is nothing to be done. */
    void await() throws IOException {
        await(this::hasNothingToDo);
    }

    private synchronized boolean hasNothingToDo() {
        return tasks.isEmpty() && !working;
    }

    /** Does what is to be done, and ends the thread. Waits for it, also when interrupted. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            stopping = true;
            notifyAll();
        }
        join();
        synchronized (this) {
            if (!told) {
                requireSound();
            }
        }
    }

    private void join() {
        boolean interrupted = false;
        while (thread != null && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void perform(Task task, boolean much) throws IOException {
        if (!much) {
            await();
            execute(task);
            return;
        }
        if (thread == null) {
            thread = new Thread(this::run, threadName);
            thread.setDaemon(true);
            thread.start();
        }
        synchronized (this) {
            requireSound();
            tasks.add(task);
            notifyAll();
        }
    }

    private synchronized ByteBuffer takeFree() throws IOException {
        requireSound();
        if (free.isEmpty() && chunks < CHUNKS) {
            chunks++;
            return ByteBuffer.allocateDirect(CHUNK_BYTES);
        }
        await(() -> !free.isEmpty());
        return free.remove();
    }

    private void run() {
        for (Task task = next(); task != null; task = next()) {
            try {
                execute(task);
            } catch (Throwable e) {
                // an Error too: who waits for this thread would wait for good
                fail(e instanceof IOException known ? known : new IOException(e.toString(), e));
            }
        }
    }

    private void execute(Task task) throws IOException {
        FileChannel file = channel;
        ByteBuffer chunk = task.chunk;
        if (file == null) {
            throw new IllegalStateException("No file is open");
        }
        if (chunk != null) {
            while (chunk.hasRemaining()) {
                file.write(chunk);
            }
        } else if (task.forces) {
            file.force(false);
        }
        done(task);
    }

    private synchronized void done(Task task) {
        if (task.chunk != null) {
            free.add(task.chunk.clear());
        } else {
            reachedTs = task.ts;
        }
        notifyAll();
    }

    /** Returns what is to be done next, or null at the end. */
    private synchronized @Nullable Task next() {
        working = false;
        notifyAll();
        while (tasks.isEmpty() && !stopping) {
            try {
                wait();
            } catch (InterruptedException e) {
                fail(new IOException("The thread " + threadName + " was interrupted", e));
            }
        }
        working = !tasks.isEmpty();
        return tasks.poll();
    }

    private synchronized void fail(IOException e) {
        failure = e;
        tasks.clear();
        stopping = true;
        notifyAll();
    }

    private synchronized void await(BooleanSupplier reached) throws IOException {
        requireSound();
        while (!reached.getAsBoolean()) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Interrupted while the disk was busy");
            }
            requireSound();
        }
    }

    private synchronized void requireSound() throws IOException {
        if (failure != null) {
            told = true;
            throw failure;
        }
    }
}
