package io.github.binlogcapturer.sink.file.internal.folder;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.file.FsyncPolicy;
import io.github.binlogcapturer.sink.file.internal.kind.FileOwner;
import io.github.binlogcapturer.sink.file.internal.kind.Tail;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A folder that a sink writes to, from its lock to its release. The methods are those of the sink and have their rules. */
public final class FolderWriter {

    private final FolderConfig config;
    private final FolderLock lock;
    private final SegmentWriter file;
    private final EventWriter events;
    private final Housekeeper housekeeper;
    private final long commitTs;
    private boolean broken;
    private long forcedAtNs;
    private long writtenTs;

    private FolderWriter(FolderConfig config, FolderLock lock, FileOwner owner) throws IOException {
        this.config = config;
        this.lock = lock;
        SegmentFiles files = new SegmentFiles(config, owner);
        Recovery.Recovered recovered = new Recovery(config, files).run();
        housekeeper = new Housekeeper(config, files);
        file = new SegmentWriter(config, files, housekeeper::wake);
        try {
            file.resume(recovered);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
        events = new EventWriter(file, recovered);
        commitTs = recovered.commitTs();
        forcedAtNs = config.clock().nanoTime();
        housekeeper.start();
    }

    /** Locks the folder, checks its files and cuts off what the last write left unfinished. */
    public static FolderWriter open(FolderConfig config, FileOwner owner) {
        FolderLock lock = FolderLock.acquire(config.directory());
        try {
            return new FolderWriter(config, lock, owner);
        } catch (IOException e) {
            SinkException failure = new SinkException(
                    "Cannot open the newest file in folder " + config.directory() + " to append to it: " + e, e);
            lock.closeAfter(failure);
            throw failure;
        } catch (RuntimeException e) {
            lock.closeAfter(e);
            throw e;
        }
    }

    /** Returns the commit ts up to which the files were complete when the folder was opened, or null. */
    public @Nullable CommitTs position() {
        return commitTs == Tail.NONE ? null : CommitTs.of(commitTs);
    }

    public void write(List<BinlogEvent> batch) {
        requireUsable();
        broken = true; // until all is written: half a transaction must not be followed by another
        try {
            events.write(batch);
            writtenTs = batch.isEmpty()
                    ? writtenTs
                    : batch.get(batch.size() - 1).commitTs().value();
        } catch (IOException e) {
            throw failed("write to", e);
        }
        broken = false;
    }

    public boolean flush(boolean force) {
        requireUsable();
        broken = true; // a failed fsync may have dropped the data, so another one proves nothing
        boolean durable;
        try {
            file.completeIfDue();
            if (file.isDirty() && isDue(force)) {
                file.makeDurable(writtenTs);
            }
            if (force) {
                file.await();
            }
            durable = file.isDurable();
        } catch (IOException e) {
            throw failed("force to the disk", e);
        }
        broken = false;
        housekeeper.wakeIfLongAgo();
        return durable;
    }

    /** Returns the commit ts up to which everything written is durable, or null. */
    public @Nullable CommitTs durable() {
        long ts = file.durableTs();
        return ts == 0 ? null : CommitTs.of(ts);
    }

    /** Completes the file where there is one with a position, and all went well. Only {@link #close} may follow. */
    public void complete() throws IOException {
        if (!broken && !Thread.currentThread().isInterrupted()) {
            broken = true;
            file.completeIfPositioned();
        }
    }

    /** Closes the file, ends the housekeeping and gives the folder free. Idempotent. */
    public void close() throws IOException {
        broken = true;
        try {
            housekeeper.close();
        } finally {
            try {
                file.close();
            } finally {
                lock.close();
            }
        }
    }

    private boolean isDue(boolean force) {
        long nowNs = config.clock().nanoTime();
        boolean due = !(config.fsync() instanceof FsyncPolicy.Interval policy)
                || nowNs - forcedAtNs >= policy.interval().toNanos();
        if (force || due) {
            forcedAtNs = nowNs;
        }
        return force || due;
    }

    private SinkException failed(String what, IOException e) {
        return new SinkException(
                "Cannot " + what + " file " + file.path() + ": " + e + ". " + room()
                        + "Then start again with a new sink; the unfinished end is cut off then and written again",
                e);
    }

    private String room() {
        try {
            long bytes = Files.getFileStore(config.directory()).getUsableSpace();
            return "There are " + bytes
                    + " bytes free on its disk; make room if they are too few, with a Retention too, "
                    + "else look at the disk. ";
        } catch (IOException unknown) {
            return "How much room its disk has cannot be told either: " + unknown + ". Look at the disk. ";
        }
    }

    private void requireUsable() {
        if (broken) {
            throw new SinkException("The sink into " + file.path()
                    + " failed before or is closed, so it takes nothing more. Start again with a new sink");
        }
    }
}
