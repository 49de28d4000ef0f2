package io.github.binlogcapturer.sink.file.internal.folder;

import io.github.binlogcapturer.sink.file.internal.folder.Segment.State;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compresses complete files and deletes old ones, on a thread of its own so that writing does not wait. It looks at the folder afresh
 * each time, so what failed or was not finished is done the next time. The newest complete file is left alone: it may have the position.
 */
final class Housekeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);
    private static final long LONG_AGO_NS = 60_000_000_000L;

    private final FolderConfig config;
    private final SegmentFiles files;
    private final Semaphore wanted = new Semaphore(1);
    private final Thread thread;
    private final boolean needed;
    private volatile boolean stopping;
    private long wokenAtNs;

    Housekeeper(FolderConfig config, SegmentFiles files) {
        this.config = config;
        this.files = files;
        this.needed = config.compression().isOn() || Expiry.isWanted(config.retention());
        this.wokenAtNs = config.clock().nanoTime();
        thread = new Thread(this::run, config.threadName("files"));
        thread.setDaemon(true);
    }

    /** Begins with what there is. */
    void start() {
        if (needed) {
            thread.start();
        }
    }

    /** Tells that a file was completed. Does not block. */
    void wake() {
        wokenAtNs = config.clock().nanoTime();
        wanted.release();
    }

    /** Looks again if the last time is more than a minute ago, since files grow old by themselves. Does not block. */
    void wakeIfLongAgo() {
        if (needed && config.clock().nanoTime() - wokenAtNs >= LONG_AGO_NS) {
            wake();
        }
    }

    /** Ends the thread; a file that is being compressed stays as it was. Waits for a moment, also when interrupted. */
    @Override
    public void close() {
        stopping = true;
        wanted.release();
        boolean interrupted = false;
        while (thread.isAlive()) {
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

    private void run() {
        while (!stopping) {
            wanted.acquireUninterruptibly();
            wanted.drainPermits();
            try {
                round();
            } catch (Throwable e) {
                // an Error too, such as of a class that is missing: without this thread the disk fills up
                LOG.error(
                        "Cannot look after the complete files in {}; it is tried again with the next one",
                        config.directory(),
                        e);
            }
        }
    }

    /** Compresses and deletes what there is to. */
    void round() {
        if (config.compression().isOn()) {
            packAll(complete());
        }
        if (!stopping) {
            new Expiry(config).run(complete());
        }
    }

    /** Ends at the first that fails: what ails the disk would fail the others too, and each try costs as much as a success. */
    private void packAll(List<Segment> complete) {
        for (Segment segment : complete.subList(0, Math.max(0, complete.size() - 1))) {
            if (stopping || (segment.is(State.CLOSED) && !pack(segment))) {
                return;
            }
        }
    }

    private boolean pack(Segment segment) {
        try {
            new Packer(config, () -> stopping).pack(segment);
            return true;
        } catch (IOException e) {
            LOG.warn(
                    "Cannot compress file {}, which stays as it is, and so do those behind it; it is tried again after the "
                            + "next file is complete. Look at the disk and its free space",
                    segment.path(),
                    e);
            return false;
        }
    }

    private List<Segment> complete() {
        return files.list().stream()
                .filter(segment -> segment.is(State.CLOSED) || segment.is(State.PACKED))
                .toList();
    }
}
