package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.sink.file.internal.folder.FileOperations;
import io.github.binlogcapturer.sink.file.internal.folder.FolderConfig;
import io.github.binlogcapturer.sink.file.internal.folder.FolderUpkeep;
import io.github.binlogcapturer.sink.file.internal.folder.FolderWriter;
import io.github.binlogcapturer.sink.file.internal.kind.FileOwner;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.Sink;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.spi.SinkFinding;
import io.github.binlogcapturer.spi.SinkMaintenance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Appends transactions to a sequence of files in a local folder, as {@link FileFormat} describes. Exactly once: the files hold their
 * position, and what a crash left unfinished is cut off when the sink opens. A transaction, and all transactions of one commit ts,
 * stand in one file.
 *
 * <p>One file is open, which its name shows ({@code .open}); it ends in front of the next transaction once the {@link Rotation} says so.
 * Then it is forced to the disk, renamed, and never changed again, except that it may be {@linkplain Compression compressed} and,
 * later, {@linkplain Retention deleted}. A sink that opens goes on with the open file. Complete files may be taken away; leave the newest
 * two, one of which has the position.
 *
 * <pre>{@code
 * Sink sink = FileSink.builder(Path.of("/var/lib/shop-binlog"))
 *         .format(FileFormat.JSON_LINES)
 *         .rotation(Rotation.atSize(256L << 20).orAfter(Duration.ofHours(1)))
 *         .compression(Compression.gzip())
 *         .retention(Retention.keepAll().atMostAge(Duration.ofDays(30)))
 *         .build();
 * }</pre>
 *
 * <p>The folder must exist, and belongs to one sink at a time; a file {@code binlogcapturer.lock} in it holds the lock. After a
 * failure the sink refuses everything but {@link #close}; make a new one to go on. Owned by one thread at a time, like every
 * {@link Sink}.
 *
 * <p>Folders of versions that did not know {@code .open}: the newest file counts as complete where its end is whole, and the next one
 * begins; where its end is torn it is renamed, cut and gone on with. That holds for files of
 * text; such a file of segments is damaged.
 */
public final class FileSink implements Sink, SinkMaintenance {

    private final FolderConfig config;
    private final boolean completesOnClose;
    private @Nullable FolderWriter folder;

    private FileSink(FolderConfig config, boolean completesOnClose) {
        this.config = config;
        this.completesOnClose = completesOnClose;
    }

    /** Starts a sink into a folder, which must exist when the sink opens, with {@link FileNaming#numbered numbered} files. */
    public static Builder builder(Path directory) {
        return new Builder(FileNaming.numbered(directory, "binlog"));
    }

    /** Starts a sink into files of other names. */
    public static Builder builder(FileNaming naming) {
        return new Builder(naming);
    }

    /**
     * Locks the folder, checks its files and cuts off what the last write left unfinished.
     *
     * @return the last commit ts that the files hold completely, or null where they hold none
     * @throws SinkException if another sink has the folder; if a file of the sequence is not of this capture, subscriber or format,
     *     and then no file is changed; if a file is damaged, unless {@link DamagePolicy#SET_ASIDE} says otherwise, or files are there
     *     but none has a position, and then no file is changed either; if the folder is not there or cannot be read or written
     * @throws IllegalStateException if the sink was opened before
     */
    @Override
    public @Nullable CommitTs open(SinkContext context) {
        if (folder != null) {
            throw new IllegalStateException("The sink is open already, or was; build a new one for each run");
        }
        FolderWriter opened = FolderWriter.open(config, new FileOwner(context.capture(), context.subscriber()));
        folder = opened;
        return opened.position();
    }

    /** Returns true: heartbeats are written too, and are positions like transactions. */
    @Override
    public boolean keepsPosition() {
        return true;
    }

    /**
     * Appends events to the newest file. What is much is written by a thread beside, so that its failure may come with a later call. May
     * block on the disk. An interrupt fails the sink: one while it writes closes the file, one while it waits for that thread does not.
     *
     * @throws io.github.binlogcapturer.error.DataException if a value or name has no form in the format
     * @throws SinkException if the file cannot be written; if a transaction's commit ts
     *     is not above the last complete one; if the sink failed before
     * @throws IllegalStateException if the sink was not opened
     */
    @Override
    public void write(List<BinlogEvent> batch) {
        usable().write(batch);
    }

    /**
     * Forces what was written to the disk when the {@link FsyncPolicy} says so. What is much is forced by a thread beside, and {@link
     * #durable} tells how far that has come; with {@code force} the call waits for it.
     *
     * @throws SinkException if that fails; what was not acknowledged may be lost
     * @throws IllegalStateException if the sink was not opened
     */
    @Override
    public boolean flush(boolean force) {
        return usable().flush(force);
    }

    /** Returns the commit ts up to which everything written is in the files, and on the disk where the {@link FsyncPolicy} forces. */
    @Override
    public @Nullable CommitTs durable() {
        return usable().durable();
    }

    /**
     * Closes the file and gives the folder free. Idempotent. Does not force, which {@link #flush flush(true)} does, unless the file is
     * {@linkplain Builder#completeOnClose completed}.
     *
     * @throws IOException if closing fails
     */
    @Override
    public void close() throws IOException {
        FolderWriter closing = folder;
        if (closing != null) {
            try {
                if (completesOnClose) {
                    closing.complete();
                }
            } finally {
                closing.close();
            }
        }
    }

    /** Looks at the folder, its room, its lock and the files in it, as {@link #open} would find them. Knows nothing of tables. */
    @Override
    public List<SinkFinding> check(SinkContext context, Collection<TableSchema> tables) {
        return upkeep(context).check();
    }

    /**
     * Reads how far the files go, as {@link #open} does, but changes nothing. Empty where the folder is not there.
     *
     * @throws SinkException like {@link #open}
     */
    @Override
    public Optional<CommitTs> heldPosition(SinkContext context) {
        return upkeep(context).heldPosition();
    }

    /**
     * Does nothing where there are no files.
     *
     * @throws ConfigurationException where there are: the position is in them. Says to move them away
     * @throws SinkException like {@link #open}
     */
    @Override
    public void forgetPosition(SinkContext context) {
        upkeep(context).forgetPosition();
    }

    private FolderUpkeep upkeep(SinkContext context) {
        return new FolderUpkeep(config, new FileOwner(context.capture(), context.subscriber()));
    }

    private FolderWriter usable() {
        if (folder == null) {
            throw new IllegalStateException("The sink is not open; call open first");
        }
        return folder;
    }

    /** Builds a {@link FileSink}. Not thread-safe. */
    public static final class Builder {

        private FileNaming naming;
        private FileFormat format = FileFormat.JSON_LINES;
        private Rotation rotation = Rotation.defaults();
        private Compression compression = Compression.none();
        private Retention retention = Retention.keepAll();
        private FsyncPolicy fsync = FsyncPolicy.everyBatch();
        private DamagePolicy damage = DamagePolicy.REFUSE;
        private CaptureClock clock = CaptureClock.system();
        private FileOperations operations = FileOperations.system();
        private boolean completesOnClose;

        private Builder(FileNaming naming) {
            this.naming = Objects.requireNonNull(naming, "naming");
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
            return rotation(rotation.withSize(bytes));
        }

        /** Sets when a file ends and the next begins, {@link Rotation#defaults()} by default. */
        public Builder rotation(Rotation value) {
            this.rotation = Objects.requireNonNull(value, "rotation");
            return this;
        }

        /** Sets how complete files are compressed, {@link Compression#none()} by default. */
        public Builder compression(Compression value) {
            this.compression = Objects.requireNonNull(value, "compression");
            return this;
        }

        /** Sets which complete files are deleted, {@link Retention#keepAll() none} by default. */
        public Builder retention(Retention value) {
            this.retention = Objects.requireNonNull(value, "retention");
            return this;
        }

        /** Sets when files are forced to the disk, {@link FsyncPolicy#everyBatch()} by default. */
        public Builder fsync(FsyncPolicy value) {
            this.fsync = Objects.requireNonNull(value, "fsync");
            return this;
        }

        /** Sets what is done about files that are damaged when the sink opens, {@link DamagePolicy#REFUSE} by default. */
        public Builder damaged(DamagePolicy value) {
            this.damage = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets how file names begin, {@code binlog} by default.
         *
         * @throws IllegalArgumentException if it has other characters than ASCII letters, digits and {@code _ . -}, or begins with a
         *     dot or hyphen
         * @throws IllegalStateException if the files are named as the original names them, with the file that the builder was made with
         */
        public Builder prefix(String value) {
            if (naming.layout() != FileNaming.Layout.NUMBERED) {
                throw new IllegalStateException(
                        "The names begin with " + naming.prefix() + ", as FileNaming.original says");
            }
            this.naming = FileNaming.numbered(naming.directory(), value);
            return this;
        }

        /**
         * Sets whether a file is completed when the sink is closed, not by default: then the next sink goes on with it. A file stays open in
         * any case where it holds no position, and where the sink has failed or its thread was interrupted.
         */
        public Builder completeOnClose(boolean value) {
            this.completesOnClose = value;
            return this;
        }

        /** Sets where the time for policies and names comes from, the system by default. */
        public Builder clock(CaptureClock value) {
            this.clock = Objects.requireNonNull(value, "clock");
            return this;
        }

        /** Puts something between the sink and the disk, for tests. */
        Builder operations(FileOperations value) {
            this.operations = value;
            return this;
        }

        /**
         * Builds the sink. Touches no file; {@link FileSink#open} does.
         *
         * @throws IllegalStateException if segments are to be named as the original names its files, which {@link SegmentReader} would not
         *     find
         */
        public FileSink build() {
            if (format == FileFormat.SEGMENTS && naming.layout() != FileNaming.Layout.NUMBERED) {
                throw new IllegalStateException(
                        "Segments have numbered names; use FileNaming.numbered, or a format of text");
            }
            List<String> extensions = Arrays.stream(FileFormat.values())
                    .map(FileFormat::extension)
                    .toList();
            FolderConfig config = new FolderConfig(
                    naming,
                    format.kind(),
                    extensions,
                    rotation,
                    compression,
                    retention,
                    fsync,
                    damage,
                    clock,
                    operations);
            return new FileSink(config, completesOnClose);
        }
    }
}
