package io.github.binlogcapturer.sink.file.internal.folder;

import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.sink.file.internal.kind.EventEncoder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE_NEW;

/**
 * Appends to the open file, completes it when it is full, and begins the next when there is something to write. A file is complete when
 * its footer is forced to the disk; then it gets its name, and the folder is forced. After an exception only {@link #close} may follow.
 */
final class SegmentWriter implements AutoCloseable {

    /** A single huge row may need more, but is not to hold the memory for good. */
    private static final int KEPT_BYTES = 4 << 20;

    private final FolderConfig config;
    private final Names names;
    private final Runnable onComplete;
    private final MessageBuffer buffer = new MessageBuffer();
    private final EventEncoder encoder;
    private final WriteBehind output;

    private @Nullable Segment segment;
    private @Nullable FileChannel channel;
    /** How long the file is, without what the buffer holds. */
    private long writtenBytes;
    /** Whether the file says how far it goes. One that does not is not completed, since the next start would not trust it. */
    private boolean hasPosition;

    /** When the file is full by its time; {@link #timed} saves a look at the clock where that is never. */
    private Instant dueAt = Instant.MAX;

    private boolean timed;
    private long last;
    private boolean dirty;

    /** @param onComplete is called after each file that was completed */
    SegmentWriter(FolderConfig config, SegmentFiles files, Runnable onComplete) {
        this.config = config;
        this.names = files.names();
        this.onComplete = onComplete;
        this.output = new WriteBehind(config.threadName("writes"));
        this.encoder = config.kind().encoder(buffer, files.owner(), config.clock());
    }

    /** Goes on where an earlier sink ended. */
    void resume(Recovery.Recovered recovered) throws IOException {
        last = recovered.last();
        if (!recovered.tails().isEmpty()) {
            encoder.resume(recovered.tails());
        }
        Segment left = recovered.open();
        if (left != null) {
            // Its first moment is not known any more. The last write lies behind it, but on the same side of any
            // rotation.
            Instant written = Files.getLastModifiedTime(left.path()).toInstant();
            Instant now = config.clock().now();
            open(left, written.isBefore(now) ? written : now, APPEND);
            writtenBytes = current().size();
            hasPosition = recovered.openHasPosition();
        }
    }

    EventEncoder encoder() {
        return encoder;
    }

    /** Returns the file that is written to, or the one to be. */
    Path path() {
        return segment == null ? names.open(last).path() : segment.path();
    }

    /** Makes sure that there is a file. */
    void ensureFile() throws IOException {
        if (segment == null) {
            create();
        }
    }

    /** Makes sure that there is a file that is not full; to be called where a file may end, in front of what moves the position. */
    void ensureRoom() throws IOException {
        if (isFull()) {
            complete();
        }
        ensureFile();
    }

    /** Notes that what was appended says how far the file goes. */
    void positionMoved() {
        hasPosition = true;
    }

    /** Completes the file if its time is over; to be called where a file may end. */
    void completeIfDue() throws IOException {
        if (isDue()) {
            complete();
        }
    }

    /** Completes the file if it says how far it goes; to be called where a file may end. */
    void completeIfPositioned() throws IOException {
        if (segment != null && hasPosition) {
            complete();
        }
    }

    /** Hands what was collected to the file if it is much. */
    void drainIfLarge() throws IOException {
        if (buffer.length() >= WriteBehind.CHUNK_BYTES) {
            encoder.pause();
            drain();
        }
    }

    /** Hands all that was collected to the file. */
    void drain() throws IOException {
        int bytes = buffer.length();
        if (bytes > 0) {
            output.append(buffer.array(), bytes);
            writtenBytes += bytes;
            dirty = true;
            buffer.clear(KEPT_BYTES);
        }
    }

    /** Returns whether something was drained since {@link #makeDurable}. */
    boolean isDirty() {
        return dirty;
    }

    /** Returns whether everything that was drained is in files, and forced to the disk where files are forced. */
    boolean isDurable() throws IOException {
        return !dirty && output.isIdle();
    }

    /** Returns the commit ts up to which {@link #makeDurable} has come. */
    long durableTs() {
        return output.reachedTs();
    }

    /** Has what was drained, which reaches to a commit ts, become durable; it may go on beside. */
    void makeDurable(long ts) throws IOException {
        output.mark(ts, config.forces());
        dirty = false;
    }

    /** Waits until what was drained is in files. */
    void await() throws IOException {
        output.await();
    }

    /** Leaves the open file as it is, for the next sink to go on with it. */
    @Override
    public void close() throws IOException {
        try {
            output.close();
        } finally {
            if (channel != null) {
                channel.close();
            }
        }
    }

    private boolean isFull() {
        boolean large = writtenBytes + buffer.length() >= config.rotation().maxBytes();
        return (large && segment != null && hasPosition) || isDue();
    }

    private boolean isDue() {
        return timed && segment != null && hasPosition && !config.clock().now().isBefore(dueAt);
    }

    private void complete() throws IOException {
        Segment open = current(segment);
        encoder.footer();
        drain();
        output.await();
        if (config.forces()) {
            current().force(true);
        }
        current().close();
        Segment closed = names.closed(open, last);
        config.operations().move(open.path(), closed.path());
        forceDirectory();
        last = closed.number();
        segment = null;
        channel = null;
        hasPosition = false;
        dirty = false;
        onComplete.run();
    }

    private void create() throws IOException {
        open(names.open(last), config.clock().now(), APPEND, CREATE_NEW);
        forceDirectory();
        writtenBytes = 0;
        encoder.header(last + 1);
    }

    private void open(Segment next, Instant since, OpenOption... options) throws IOException {
        channel = config.operations().open(next.path(), options);
        output.use(channel);
        segment = next;
        dueAt = DueTime.after(since, config.rotation());
        timed = dueAt.isBefore(Instant.MAX);
    }

    private void forceDirectory() throws IOException {
        if (config.forces()) {
            config.operations().forceDirectory(config.directory());
        }
    }

    private FileChannel current() {
        return current(channel);
    }

    private static <T> T current(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("No file is open");
        }
        return part;
    }
}
