package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.file.internal.segment.SegmentLog;
import io.github.binlogcapturer.spi.EventLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads back what a {@link FileSink} wrote as segments: the closed files of a folder, compressed or not, and of the open one what is valid
 * so far. What comes out equals what went in: transactions with their pieces, statements and rows, schema changes and heartbeats.
 *
 * <pre>{@code
 * try (SegmentReader reader = SegmentReader.of(Path.of("/var/lib/shop-binlog"))) {
 *     reader.open(null);
 *     for (List<BinlogEvent> events = reader.next(); !events.isEmpty(); events = reader.next()) {
 *         …
 *     }
 * }
 * }</pre>
 *
 * <p>Everything is checked on the way: checksums, that no file is missing, that the files are of one capture, that commit ts are in order,
 * and that each closed file has all that its end says. The sink may go on writing meanwhile; the reader needs no lock and ends with what was
 * there when it got there, except that files which were begun after {@link #open} are left out. Schema changes behind the last transaction
 * or heartbeat are left out too, as they may belong to what is not written yet.
 *
 * <p>Owned by one thread at a time. Nothing is written.
 */
public final class SegmentReader implements EventLog {

    private static final String DEFAULT_PREFIX = "binlog";

    private final SegmentLog log;
    private boolean opened;
    private boolean closed;

    private SegmentReader(SegmentLog log) {
        this.log = log;
    }

    /** Returns a reader of the files of a folder that begin with {@code binlog}. Touches no file. */
    public static SegmentReader of(Path folder) {
        return of(folder, DEFAULT_PREFIX);
    }

    /** Returns a reader of the files of a folder, of the prefix that the sink was built with. Touches no file. */
    public static SegmentReader of(Path folder, String prefix) {
        return new SegmentReader(
                new SegmentLog(Objects.requireNonNull(folder, "folder"), Objects.requireNonNull(prefix, "prefix")));
    }

    /**
     * Goes to where reading begins; in a file that is closed and not compressed by its index. Blocks on the disk.
     *
     * @param after the commit ts behind which events are wanted, or null for all there are
     * @throws io.github.binlogcapturer.error.PositionExpiredException if older files were taken away, and something behind the position
     *     was in them; a position before the very first file is taken, since that does not know where the capture began. What was logged
     *     before that is in no file
     * @throws io.github.binlogcapturer.error.DataException if a file is missing in between or its header is damaged; names the file
     * @throws io.github.binlogcapturer.error.ConfigurationException if the folder cannot be listed or has no such files, or a file is
     *     compressed with zstd and zstd-jni is missing
     * @throws IllegalStateException if the reader was opened or closed before
     */
    @Override
    public void open(@Nullable CommitTs after) throws InterruptedException {
        if (opened || closed) {
            throw new IllegalStateException("The reader was opened or closed before; make a new one");
        }
        opened = true;
        log.open(after);
    }

    /**
     * Returns the next events: about a thousand, or those of about 8 MiB of binlog, and then up to the end of their commit ts. An empty list
     * is the end. Blocks on the disk.
     *
     * @throws io.github.binlogcapturer.error.DataException if a file is damaged or cannot be read; names the file and the byte. What was
     *     returned before is right
     * @throws io.github.binlogcapturer.error.ConfigurationException as in {@link #open}
     * @throws IllegalStateException if the reader is not open
     */
    @Override
    public List<BinlogEvent> next() throws InterruptedException {
        if (!opened || closed) {
            throw new IllegalStateException("The reader is not open");
        }
        return log.next();
    }

    /**
     * Reads and checks everything in the folder, and goes on behind what is damaged with the next file. Needs no {@link #open} and does not
     * change where reading stands. Blocks on the disk.
     *
     * @throws io.github.binlogcapturer.error.ConfigurationException as in {@link #open}
     * @throws io.github.binlogcapturer.error.DataException if a file goes away meanwhile
     * @throws InterruptedException if the thread was interrupted
     */
    public SegmentReport verify() throws InterruptedException {
        SegmentLog.Findings found = log.verify();
        return new SegmentReport(
                found.files(),
                found.records(),
                found.transactions(),
                found.changes(),
                found.firstTs() == 0 ? null : CommitTs.of(found.firstTs()),
                found.lastTs() == 0 ? null : CommitTs.of(found.lastTs()),
                found.problems().stream()
                        .map(problem -> new SegmentReport.Problem(problem.file(), problem.offset(), problem.what()))
                        .toList());
    }

    /** Leaves files out of {@link #totalBytes} that begin behind a commit ts. To be called before {@link #open}. */
    void expectEnd(long lastTs) {
        log.expectEnd(lastTs);
    }

    /** Returns how many bytes of files lie behind the reader, as they are on the disk. Thread-safe. */
    long readBytes() {
        return log.readBytes();
    }

    /** Returns how many bytes the files had when the reader was opened, or 0 before. Thread-safe. */
    long totalBytes() {
        return log.totalBytes();
    }

    /** Closes the file that is being read. Idempotent. */
    @Override
    public void close() {
        closed = true;
        log.close();
    }
}
