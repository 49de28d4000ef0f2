package io.github.binlogcapturer.sink.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE_NEW;

/** Appends lines to the newest file and begins a new one when it is full. After an exception only {@link #close} may follow. */
final class SegmentWriter implements AutoCloseable {

    /** So much is collected before it goes to the file, within a transaction too, so that memory stays bounded. */
    private static final int DRAIN_BYTES = 1 << 20;

    private final SegmentFiles files;
    private final long rotateAtBytes;
    private final boolean forces;
    private final LineBuffer buffer = new LineBuffer();

    private @Nullable Segment segment;
    private @Nullable FileChannel channel;
    /** How long the file is, without what the buffer holds. */
    private long writtenBytes;

    private boolean dirty;

    SegmentWriter(SegmentFiles files, FileSinkConfig config) {
        this.files = files;
        this.rotateAtBytes = config.rotateAtBytes();
        this.forces = config.forces();
    }

    /** Goes on behind the end of a file. */
    void resume(Segment last) throws IOException {
        open(last);
        writtenBytes = current().size();
    }

    /** Returns where lines are to be put. */
    LineBuffer buffer() {
        return buffer;
    }

    /** Returns the file that is written to, or the folder's first one to be. */
    Path path() {
        return segment == null ? files.after(null).path() : segment.path();
    }

    /** Makes sure that there is a file. */
    void ensureFile() throws IOException {
        if (segment == null) {
            create();
        }
    }

    /** Makes sure that there is a file that is not full; to be called where a file may end, in front of what moves the position. */
    void ensureRoom() throws IOException {
        if (segment != null && writtenBytes + buffer.size() >= rotateAtBytes) {
            drain();
            // What is forced later is only the newest file, so an older one is never left unforced.
            if (forces) {
                current().force(false);
            }
            current().close();
            create();
        }
        ensureFile();
    }

    /** Hands collected lines to the file if they are many. */
    void drainIfLarge() throws IOException {
        if (buffer.size() >= DRAIN_BYTES) {
            drain();
        }
    }

    /** Hands all collected lines to the file. */
    void drain() throws IOException {
        int bytes = buffer.size();
        if (bytes > 0) {
            buffer.drainTo(current());
            writtenBytes += bytes;
            dirty = true;
        }
    }

    /** Returns whether the file holds something that was not forced to the disk. */
    boolean isDirty() {
        return dirty;
    }

    /** Forces what was drained to the disk. */
    void force() throws IOException {
        if (dirty) {
            current().force(false);
            dirty = false;
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    private void create() throws IOException {
        open(files.after(segment), CREATE_NEW);
        files.forceDirectory();
        writtenBytes = 0;
        buffer.writeBytes(files.headerLine());
    }

    private void open(Segment next, OpenOption... options) throws IOException {
        OpenOption[] all = new OpenOption[options.length + 1];
        all[0] = APPEND;
        System.arraycopy(options, 0, all, 1, options.length);
        channel = FileChannel.open(next.path(), all);
        segment = next;
    }

    private FileChannel current() {
        if (channel == null) {
            throw new IllegalStateException("No file is open");
        }
        return channel;
    }
}
