package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.spi.SinkContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Appends transactions to numbered files in a local folder, as {@link FileFormat} describes. Exactly once: the files hold their
 * position, and what a crash left unfinished is cut off when the sink opens. A transaction, and all transactions of one commit ts,
 * stand in one file; a new file begins in front of the next ones once the size is reached. Files that are full are never touched
 * again and may be taken away; leave the newest two, one of which has the position.
 *
 * <pre>{@code
 * Sink sink = FileSink.builder(Path.of("/var/lib/shop-binlog"))
 *         .format(FileFormat.JSON_LINES)
 *         .rotateAt(256L << 20)
 *         .build();
 * }</pre>
 *
 * <p>The folder must exist, and belongs to one sink at a time; a file {@code binlogcapturer.lock} in it holds the lock. After a
 * failure the sink refuses everything but {@link #close}; make a new one to go on. Owned by one thread at a time, like every
 * {@link Sink}.
 */
public final class FileSink implements Sink {

    private final FileSinkConfig config;
    private @Nullable FolderLock lock;
    private @Nullable SegmentWriter file;
    private @Nullable EventWriter events;
    private boolean broken;
    private long forcedAtNs;

    private FileSink(FileSinkConfig config) {
        this.config = config;
    }

    /** Starts a sink into a folder, which must exist when the sink opens. */
    public static Builder builder(Path directory) {
        return new Builder(directory);
    }

    /**
     * Locks the folder, checks its files and cuts off what the last write left unfinished.
     *
     * @return the last commit ts that the files hold completely, or null where they hold none
     * @throws SinkException if another sink has the folder; if a file of the sequence is not of this capture, subscriber or format,
     *     and then no file is changed; if the folder is not there or cannot be read or written
     * @throws IllegalStateException if the sink was opened before
     */
    @Override
    public @Nullable CommitTs open(SinkContext context) {
        if (lock != null) {
            throw new IllegalStateException("The sink is open already, or was; build a new one for each run");
        }
        FolderLock acquired = FolderLock.acquire(config.directory());
        lock = acquired;
        broken = true;
        try {
            return recover(new SegmentFiles(config, FileHeader.of(context)));
        } catch (RuntimeException e) {
            acquired.closeAfter(e);
            throw e;
        }
    }

    private @Nullable CommitTs recover(SegmentFiles files) {
        SegmentFiles.Recovered recovered = files.recover();
        SegmentWriter opened = new SegmentWriter(files, config);
        file = opened;
        Segment last = recovered.last();
        if (last != null) {
            try {
                opened.resume(last);
            } catch (IOException e) {
                throw new SinkException("Cannot open file " + last.path() + " to append to it: " + e, e);
            }
        }
        events = new EventWriter(opened, config.format().writer(opened.buffer()), recovered);
        forcedAtNs = config.clock().nanoTime();
        broken = false;
        return recovered.commitTs() == TailScan.NONE ? null : CommitTs.of(recovered.commitTs());
    }

    /**
     * Appends events to the newest file. May block on the disk. An interrupt while it writes closes the file and so fails the sink.
     *
     * @throws SinkException if the file cannot be written; if a value or name has no form in the format; if a transaction's commit ts
     *     is not above the last complete one; if the sink failed before
     * @throws IllegalStateException if the sink was not opened
     */
    @Override
    public void write(List<BinlogEvent> batch) {
        SegmentWriter opened = usable();
        broken = true; // until all is written: half a transaction must not be followed by another
        try {
            Objects.requireNonNull(events).write(batch);
        } catch (IOException e) {
            throw new SinkException(
                    "Cannot write to file " + opened.path() + ": " + e
                            + ". Look at the disk, then start again; the unfinished end is cut off then",
                    e);
        }
        broken = false;
    }

    /**
     * Forces what was written to the disk when the {@link FsyncPolicy} says so.
     *
     * @throws SinkException if that fails; what was not acknowledged may be lost
     * @throws IllegalStateException if the sink was not opened
     */
    @Override
    public boolean flush(boolean force) {
        SegmentWriter opened = usable();
        if (!opened.isDirty() || !config.forces()) {
            return true;
        }
        long nowNs = config.clock().nanoTime();
        if (!force && !isDue(nowNs)) {
            return false;
        }
        broken = true; // a failed fsync may have dropped the data, so another one proves nothing
        try {
            opened.force();
        } catch (IOException e) {
            throw new SinkException(
                    "Cannot force file " + opened.path() + " to the disk: " + e
                            + ". Look at the disk, then start again",
                    e);
        }
        broken = false;
        forcedAtNs = nowNs;
        return true;
    }

    /**
     * Closes the file and gives the folder free. Idempotent. Does not force; {@link #flush flush(true)} does.
     *
     * @throws IOException if closing fails
     */
    @Override
    public void close() throws IOException {
        broken = true;
        try {
            if (file != null) {
                file.close();
            }
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
    }

    private boolean isDue(long nowNs) {
        return !(config.fsync() instanceof FsyncPolicy.Interval policy)
                || nowNs - forcedAtNs >= policy.interval().toNanos();
    }

    private SegmentWriter usable() {
        SegmentWriter opened = file;
        if (opened == null) {
            throw new IllegalStateException("The sink is not open; call open first");
        }
        if (broken) {
            throw new SinkException("The sink into " + opened.path()
                    + " failed before or is closed, so it takes nothing more. Start again with a new sink");
        }
        return opened;
    }

    /** Builds a {@link FileSink}. Not thread-safe. */
    public static final class Builder {

        private static final long DEFAULT_ROTATE_AT_BYTES = 1L << 30;
        private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

        private final Path directory;
        private String prefix = "binlog";
        private FileFormat format = FileFormat.JSON_LINES;
        private long rotateAtBytes = DEFAULT_ROTATE_AT_BYTES;
        private FsyncPolicy fsync = FsyncPolicy.everyBatch();
        private CaptureClock clock = CaptureClock.system();

        private Builder(Path directory) {
            this.directory = Objects.requireNonNull(directory, "directory");
        }

        /** Sets what is written, {@link FileFormat#JSON_LINES} by default. A folder's files of one prefix have one format. */
        public Builder format(FileFormat value) {
            this.format = Objects.requireNonNull(value, "format");
            return this;
        }

        /**
         * Sets the size in bytes from which on a file is full, 1 GiB by default. Its last transaction makes it longer.
         *
         * @throws IllegalArgumentException if it is not greater than 0
         */
        public Builder rotateAt(long bytes) {
            if (bytes <= 0) {
                throw new IllegalArgumentException("A file's size must be greater than 0 bytes, but is " + bytes);
            }
            this.rotateAtBytes = bytes;
            return this;
        }

        /** Sets when files are forced to the disk, {@link FsyncPolicy#everyBatch()} by default. */
        public Builder fsync(FsyncPolicy value) {
            this.fsync = Objects.requireNonNull(value, "fsync");
            return this;
        }

        /**
         * Sets how file names begin, {@code binlog} by default.
         *
         * @throws IllegalArgumentException if it has other characters than ASCII letters, digits and {@code _ . -}, or begins with a
         *     dot or hyphen
         */
        public Builder prefix(String value) {
            if (!PREFIX.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        "A prefix is made of ASCII letters, digits, '_', '.' and '-', and begins "
                                + "with a letter, digit or '_', but got \"" + value + "\"");
            }
            this.prefix = value;
            return this;
        }

        /** Sets where the time for {@link FsyncPolicy#interval} comes from, the system by default. */
        public Builder clock(CaptureClock value) {
            this.clock = Objects.requireNonNull(value, "clock");
            return this;
        }

        /** Builds the sink. Touches no file; {@link FileSink#open} does. */
        public FileSink build() {
            return new FileSink(new FileSinkConfig(directory, prefix, format, rotateAtBytes, fsync, clock));
        }
    }
}
