package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.file.internal.segment.FileScan.Step;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the events of one file, checking everything on the way. An open file ends where what is valid ends. */
final class EventFile implements Closeable {

    private final OpenedFile opened;
    private final FolderFile file;
    private final Map<ByteBuffer, TableSchema> known;
    private final List<TableSchema> schemas = new ArrayList<>();
    private final TransactionParts parts = new TransactionParts(schemas);
    private final SegmentHeader.Found front;
    private InputStream in;
    private @Nullable FileScan scan;
    private @Nullable Footer footer;
    private boolean endsGroup;
    private long skippedTo;
    private boolean zeros;

    /**
     * Reads the header of a file, and closes it where that fails.
     *
     * @param known schemas by their form, so that those that several files have are one object
     */
    EventFile(OpenedFile opened, Map<ByteBuffer, TableSchema> known) throws InterruptedException {
        this.opened = opened;
        this.file = opened.file();
        this.known = known;
        try {
            this.in = opened.read(0);
            this.front = SegmentHeader.read(in);
        } catch (IOException e) {
            closeAfter(e);
            throw unreadable(0, e);
        } catch (RuntimeException e) {
            closeAfter(e);
            throw e;
        }
    }

    private void closeAfter(Exception failure) {
        try {
            opened.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Returns the header, or null where the file is open and torn within it. */
    @Nullable
    SegmentHeader header() {
        if (front.header() == null && !(file.isOpen() && front.torn())) {
            throw headerProblem();
        }
        return front.header();
    }

    private DamagedFileException headerProblem() {
        if (front.version() != 0 && front.version() != SegmentHeader.CURRENT_VERSION) {
            return damaged(
                    0,
                    "it has format version " + front.version() + ", and this library reads "
                            + SegmentHeader.CURRENT_VERSION,
                    "Use the library that wrote it",
                    null);
        }
        return damaged(0, "its header is not that of a file of this library, or damaged", restore(), null);
    }

    Path path() {
        return file.path();
    }

    /** Returns the commit ts up to which the files before have everything. */
    long startTs() {
        return front.startTs();
    }

    /**
     * Begins at the first record, or behind a commit ts as far as the file's index leads.
     *
     * @param after events up to which are not wanted
     * @param completeTs the commit ts that the file before ended with, 0 where it is not known
     */
    void begin(long after, long completeTs) throws InterruptedException {
        long from = front.bytes();
        try {
            if (after > front.startTs() && file.form() == FolderFile.Form.CLOSED) {
                from = seek(after);
            }
        } catch (IOException | IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            throw unreadable(from, e);
        }
        boolean whole = from == front.bytes();
        Contents contents = new Contents(front.startTs(), front.indexBytes(), from);
        scan = new FileScan(new RecordReader(in, from, opened::again), contents, whole ? completeTs : 0, whole);
        skippedTo = after;
    }

    private long seek(long after) throws IOException {
        long place = front.bytes();
        Footer found = readFooter();
        if (found != null && found.placeBehind(after, place) > place) {
            footer = found;
            place = found.placeBehind(after, place);
            loadSchemas(found, place);
        }
        in = opened.read(place);
        return place;
    }

    /** Returns what the file's end tells, or null where that is damaged: read from its beginning, the file tells where. */
    private @Nullable Footer readFooter() throws IOException {
        ByteBuffer trailer = ByteBuffer.allocate(Contents.TRAILER_BYTES);
        long at = opened.size() - trailer.capacity();
        if (at < front.bytes() || opened.readAt(trailer, at) < trailer.capacity()) {
            return null;
        }
        long footerAt = Bytes.getLong(trailer.array(), 0);
        return ByteBuffer.wrap(Contents.trailer(footerAt)).equals(trailer.flip())
                ? Footer.read(recordAt(footerAt, Frame.FOOTER).cursor())
                : null;
    }

    private void loadSchemas(Footer from, long place) throws IOException {
        for (long offset : from.schemaOffsets()) {
            if (offset < place) {
                addSchema(recordAt(offset, Frame.SCHEMA));
            }
        }
    }

    private RecordReader recordAt(long offset, int kind) throws IOException {
        RecordReader record = new RecordReader(opened.read(offset), offset, opened::again);
        if (record.next() != RecordReader.Outcome.RECORD || record.kind() != kind) {
            throw damaged(offset, "a record that the file's end names is not there", restore(), null);
        }
        return record;
    }

    /** Returns the next event behind the wanted commit ts, or null at the end. */
    @Nullable
    BinlogEvent next() throws InterruptedException {
        FileScan reading = scanning();
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted while reading " + file.path());
            }
            long offset = reading.records().end();
            try {
                Step step = reading.next();
                if (isEnd(step)) {
                    return null;
                }
                BinlogEvent event = event(step, reading);
                if (event != null) {
                    return event;
                }
            } catch (DamagedFileException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                throw unreadable(offset, e);
            }
        }
    }

    private boolean isEnd(Step step) {
        FileScan reading = scanning();
        long offset = reading.records().start();
        switch (step) {
            case FOOTER -> {
                return true;
            }
            case END, TORN, ZEROS -> {
                zeros = step == Step.ZEROS;
                if (!file.isOpen()) {
                    throw damaged(offset, "it ends here, without the footer that a closed file has", restore(), null);
                }
                return true;
            }
            case DAMAGED -> throw damaged(offset, reading.problem(), restore(), null);
            default -> {
                return false;
            }
        }
    }

    private @Nullable BinlogEvent event(Step step, FileScan reading) {
        RecordReader record = reading.records();
        if (step == Step.SCHEMA) {
            addSchema(record);
            return null;
        }
        if (record.ts() <= skippedTo) {
            return null;
        }
        endsGroup = reading.isBetweenGroups() && step != Step.SCHEMA_CHANGE;
        return switch (step) {
            case HEARTBEAT -> new Heartbeat(CommitTs.of(record.ts()));
            case SCHEMA_CHANGE -> schemaChange(record);
            default -> transaction(reading, record);
        };
    }

    private @Nullable Transaction transaction(FileScan reading, RecordReader record) {
        ByteCursor cursor = record.cursor();
        Transaction transaction = parts.add(cursor.readByte(), cursor);
        if (transaction != null && transaction.commitTs().value() != record.ts()) {
            throw new IllegalArgumentException("a transaction of commit ts " + transaction.commitTs()
                    + " stands in a record of " + record.ts() + " after " + reading.completeTs());
        }
        return transaction;
    }

    private SchemaChange schemaChange(RecordReader record) {
        ByteCursor cursor = record.cursor();
        int before = cursor.readCount();
        TableSchema schemaBefore = before == 0 ? null : schemas.get(before - 1);
        return new SchemaChange(CommitTs.of(record.ts()), schemaBefore, schemas.get(cursor.readCount() - 1));
    }

    private void addSchema(RecordReader record) {
        byte[] form = record.payload();
        schemas.add(known.computeIfAbsent(ByteBuffer.wrap(form), absent -> SchemaForm.decode(form)));
    }

    /** Returns how many bytes of the file were read, as they are on the disk. */
    long readBytes() {
        return opened.readBytes();
    }

    /** Returns whether with the event that came last its commit ts is complete. */
    boolean endsGroup() {
        return endsGroup;
    }

    /** Returns what was counted so far. */
    Contents contents() {
        return scanning().contents();
    }

    long completeTs() {
        return scanning().completeTs();
    }

    /** Returns the highest commit ts of anything in this file or before; at its end. */
    long coveredTs() {
        return footer == null ? contents().coveredTs() : footer.coveredTs();
    }

    /** Returns where the open file has zeros up to its end, or -1 where it has none. */
    long zerosAt() {
        return zeros ? scanning().records().start() : -1;
    }

    private FileScan scanning() {
        FileScan reading = scan;
        if (reading == null) {
            throw new IllegalStateException("begin was not called");
        }
        return reading;
    }

    DamagedFileException damaged(long offset, String what, String remedy, @Nullable Throwable cause) {
        return new DamagedFileException(file.path(), offset, what, remedy, cause);
    }

    /** Returns what to do about damage. */
    String restore() {
        return file.isOpen()
                ? "Restore the file from a copy; if a loss of power left it so, the sink that writes to this folder can set it "
                        + "aside when it starts, as its DamagePolicy says"
                : "Restore the file from a copy, or capture again from a position in front of it";
    }

    private DamagedFileException unreadable(long offset, Exception e) throws InterruptedException {
        if (e instanceof ClosedByInterruptException) {
            Thread.interrupted();
            InterruptedException interrupted = new InterruptedException("Interrupted while reading " + file.path());
            interrupted.initCause(e);
            throw interrupted;
        }
        return e instanceof DamagedFileException known
                ? known
                : damaged(offset, "it cannot be read: " + e, restore(), e);
    }

    @Override
    public void close() throws IOException {
        try {
            in.close();
        } finally {
            opened.close();
        }
    }
}
