package io.github.binlogcapturer.testkit.database;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Moves the bytes of one direction: one thread reads chunks and notes when each is due, another hands them on then. So a delay
 * does not make the stream thinner.
 */
final class Pump {

    /** Where the bytes go, called by the handing thread only. */
    interface Outlet {
        void pass(byte[] bytes) throws IOException, InterruptedException;

        /** Called when the sender has closed its side and all it said has passed. */
        void end() throws IOException;
    }

    private static final int CHUNK_BYTES = 16 * 1024;
    private static final int QUEUED_CHUNKS = 1024;

    private final Socket source;
    private final LongSupplier delayNs;
    private final Outlet outlet;
    private final BlockingQueue<Chunk> queue = new ArrayBlockingQueue<>(QUEUED_CHUNKS);
    private final Thread reader;
    private final Thread writer;
    private volatile Runnable onError = () -> {};

    Pump(String name, Socket source, LongSupplier delayNs, Outlet outlet) {
        this.source = source;
        this.delayNs = delayNs;
        this.outlet = outlet;
        reader = Traffic.thread(name + "-read", () -> run(this::read));
        writer = Traffic.thread(name, () -> run(this::write));
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Bytes on their way, or the end of them. */
    private static final class Chunk {
        final byte @Nullable [] bytes;
        final long dueNs;

        Chunk(byte @Nullable [] bytes, long dueNs) {
            this.bytes = bytes;
            this.dueNs = dueNs;
        }
    }

    /**
     * Starts the threads.
     *
     * @param onBreak called by a thread of this pump if the connection breaks
     */
    void start(Runnable onBreak) {
        onError = onBreak;
        reader.start();
        writer.start();
    }

    /** Ends the threads; the sockets must be closed already. */
    void stop() {
        reader.interrupt();
        writer.interrupt();
    }

    /** Returns the next bytes when they are due, or null if none come in the time. For the outlet, inside of its call. */
    byte @Nullable [] poll(long timeoutMs) throws InterruptedException {
        Chunk chunk = queue.poll(timeoutMs, TimeUnit.MILLISECONDS);
        if (chunk == null) {
            return null;
        }
        awaitDue(chunk.dueNs);
        return chunk.bytes;
    }

    private void run(Work work) {
        try {
            work.run();
        } catch (IOException e) {
            // a broken connection is what a proxy is there to pass on
            onError.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() throws IOException, InterruptedException {
        byte[] buffer = new byte[CHUNK_BYTES];
        int length;
        while ((length = source.getInputStream().read(buffer)) >= 0) {
            queue.put(new Chunk(Arrays.copyOf(buffer, length), System.nanoTime() + delayNs.getAsLong()));
        }
        queue.put(new Chunk(null, System.nanoTime() + delayNs.getAsLong()));
    }

    private void write() throws IOException, InterruptedException {
        while (true) {
            Chunk chunk = queue.take();
            awaitDue(chunk.dueNs);
            if (chunk.bytes == null) {
                outlet.end();
                return;
            }
            outlet.pass(chunk.bytes);
        }
    }

    private static void awaitDue(long dueNs) throws InterruptedException {
        long leftNs;
        while ((leftNs = dueNs - System.nanoTime()) > 0) {
            LockSupport.parkNanos(leftNs);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
