package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.error.CapturerException;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.error.PositionExpiredException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the files of a folder as one stream. Owned by one thread. */
public final class SegmentLog implements AutoCloseable {

    /** A list ends behind the group that reaches one of these. */
    private static final int LIST_EVENTS = 1024;

    private static final long LIST_BYTES = 8 << 20;

    private final SegmentFolder folder;
    private final Map<ByteBuffer, TableSchema> schemas = new HashMap<>();
    private final Deque<FolderFile> ahead = new ArrayDeque<>();
    private @Nullable SegmentHeader first;
    private @Nullable EventFile current;
    private @Nullable BinlogEvent nextEvent;
    private boolean nextEndsGroup;
    /** How many events of the list that is being made end with a complete commit ts. */
    private int completeEvents;
    /** What is thrown once everything in front of it was returned. */
    private @Nullable DataException failure;

    private long expectedEndTs = Long.MAX_VALUE;
    private volatile long totalBytes;
    private volatile long readBytes;
    /** The bytes of the files in front of the current one, and how many each that is ahead had at the beginning. */
    private long passedBytes;

    private final Map<Long, Long> sizes = new HashMap<>();

    private long after;
    private long lastNumber;
    private long lastCompleteTs;
    private long lastCoveredTs = -1;

    /** Something that is wrong with a file, and where. */
    public record Problem(Path file, long offset, String what) {}

    /** @param prefix how the names of the files begin */
    public SegmentLog(Path folder, String prefix) {
        this.folder = new SegmentFolder(folder, prefix);
    }

    /**
     * Goes behind a commit ts.
     *
     * @param position null for all there is
     */
    public void open(@Nullable CommitTs position) throws InterruptedException {
        List<FolderFile> files = folder.list();
        for (Problem gap : SegmentFolder.gaps(files)) {
            throw new DataException("File " + gap.file() + ": " + gap.what()
                    + ". Put the missing files back, or read a folder that has those from one of them on only");
        }
        after = position == null ? 0 : position.value();
        int start = position == null ? 0 : firstBehind(files);
        ahead.addAll(files.subList(start, files.size()));
        measure();
    }

    /** Says behind which commit ts nothing is wanted, as far as {@link #totalBytes} goes. */
    public void expectEnd(long lastTs) {
        expectedEndTs = lastTs;
    }

    /** Returns how many bytes of files lie behind. Thread-safe. */
    public long readBytes() {
        return readBytes;
    }

    /** Returns how many bytes there were to read when the log was opened. Thread-safe. */
    public long totalBytes() {
        return totalBytes;
    }

    private void measure() throws InterruptedException {
        List<FolderFile> wanted = new ArrayList<>(ahead);
        while (expectedEndTs < Long.MAX_VALUE && wanted.size() > 1 && beginsBehindEnd(wanted.get(wanted.size() - 1))) {
            wanted.remove(wanted.size() - 1);
        }
        long sum = 0;
        for (FolderFile file : wanted) {
            long bytes = file.bytes();
            sizes.put(file.number(), bytes);
            sum += bytes;
        }
        totalBytes = sum;
    }

    private boolean beginsBehindEnd(FolderFile named) throws InterruptedException {
        try (EventFile file = file(named)) {
            return file.startTs() >= expectedEndTs;
        } catch (CapturerException | IOException e) {
            // to be thrown once reading gets there, if it does
            return false;
        }
    }

    /** Returns the newest file that begins at or before the position. */
    private int firstBehind(List<FolderFile> files) throws InterruptedException {
        for (int i = files.size() - 1; i >= 0; i--) {
            EventFile file = file(files.get(i));
            try {
                SegmentHeader header = file.header();
                if (header != null && file.startTs() <= after) {
                    if (i == 0 && header.number() > 1 && file.startTs() == 0) {
                        requireBeginning(file);
                    }
                    return i;
                }
                if (i == 0 && header != null) {
                    throw expired(file, file.startTs());
                }
            } finally {
                close(file);
            }
        }
        return 0;
    }

    /** A first file that is not the sequence's first and does not know where it begins has everything from its first event on. */
    private void requireBeginning(EventFile file) throws InterruptedException {
        file.begin(0, 0);
        BinlogEvent event = file.next();
        if (event != null && event.commitTs().value() > after) {
            throw expired(file, event.commitTs().value());
        }
    }

    private PositionExpiredException expired(EventFile file, long startTs) {
        return new PositionExpiredException(
                "The files begin with " + file.path() + " behind commit ts " + CommitTs.of(startTs)
                        + ", and those before are gone, so what follows commit ts " + CommitTs.of(after)
                        + " is not complete. Put older files back, or begin at commit ts " + startTs + " or later",
                0,
                after);
    }

    /** Returns the next events, with complete commit ts only; none at the end. */
    public List<BinlogEvent> next() throws InterruptedException {
        if (failure != null) {
            throw failure;
        }
        List<BinlogEvent> events = new ArrayList<>();
        try {
            fill(events);
            readBytes = passedBytes + (current == null ? 0 : current.readBytes());
        } catch (DataException e) {
            failure = e;
            if (completeEvents == 0) {
                throw e;
            }
        }
        // what follows the last complete commit ts may go on in what is not written yet
        return new ArrayList<>(events.subList(0, completeEvents));
    }

    /** Adds events up to a good place to stop, and counts how many end with a complete commit ts. */
    private void fill(List<BinlogEvent> events) throws InterruptedException {
        completeEvents = 0;
        long bytes = 0;
        while (advance()) {
            BinlogEvent event = nextEvent();
            boolean full = events.size() >= LIST_EVENTS || bytes >= LIST_BYTES;
            if (full && completeEvents == events.size() && isAbove(event, events.get(events.size() - 1))) {
                break;
            }
            events.add(event);
            bytes += sizeOf(event);
            nextEvent = null;
            completeEvents = nextEndsGroup ? events.size() : completeEvents;
        }
    }

    private static boolean isAbove(BinlogEvent event, BinlogEvent last) {
        return event.commitTs().compareTo(last.commitTs()) > 0;
    }

    private static long sizeOf(BinlogEvent event) {
        return event instanceof Transaction transaction ? transaction.sizeBytes() : 0;
    }

    private BinlogEvent nextEvent() {
        BinlogEvent event = nextEvent;
        if (event == null) {
            throw new IllegalStateException("There is no further event");
        }
        return event;
    }

    /** Makes sure that an event is at hand; returns false at the end. */
    private boolean advance() throws InterruptedException {
        while (nextEvent == null) {
            EventFile reading = current;
            if (reading == null) {
                FolderFile following = ahead.poll();
                if (following == null) {
                    return false;
                }
                current = begin(following);
                continue;
            }
            nextEvent = reading.next();
            nextEndsGroup = reading.endsGroup();
            if (nextEvent == null) {
                finish(reading);
            }
        }
        return true;
    }

    private @Nullable EventFile begin(FolderFile named) throws InterruptedException {
        EventFile file = file(named);
        boolean begun = false;
        try {
            SegmentHeader header = file.header();
            if (header != null) {
                check(file, header, named.number());
                file.begin(after, lastCompleteTs);
                begun = true;
                return file;
            }
            return null;
        } finally {
            if (!begun) {
                close(file);
            }
        }
    }

    private void finish(EventFile file) {
        lastCompleteTs = file.completeTs();
        lastCoveredTs = file.coveredTs();
        passedBytes += sizes.getOrDefault(lastNumber, 0L);
        close(file);
        current = null;
    }

    private void check(EventFile file, SegmentHeader header, long number) {
        SegmentHeader expected = first == null ? header : first;
        first = expected;
        if (header.number() != number) {
            throw file.damaged(0, "it is number " + header.number() + " by its header", "Give it its name back", null);
        }
        if (!header.capture().equals(expected.capture()) || !header.subscriber().equals(expected.subscriber())) {
            throw file.damaged(
                    0,
                    "it is of capture \"" + header.capture() + "\", subscriber \"" + header.subscriber()
                            + "\", and the files before are of capture \"" + expected.capture()
                            + "\", subscriber \"" + expected.subscriber() + "\"",
                    "Keep the files of each in a folder of their own",
                    null);
        }
        if (lastCoveredTs >= 0 && lastNumber == number - 1 && file.startTs() != lastCoveredTs) {
            throw file.damaged(
                    0,
                    "it goes on behind commit ts " + file.startTs() + ", but the file before ends with "
                            + lastCoveredTs,
                    file.restore(),
                    null);
        }
        lastNumber = number;
    }

    private EventFile file(FolderFile named) throws InterruptedException {
        try {
            return new EventFile(named.open(), schemas);
        } catch (NoSuchFileException e) {
            throw new DataException(
                    "File " + e.getFile() + " went away while the folder was read. If the sink's retention took it, "
                            + "begin at a later position",
                    e);
        } catch (IOException e) {
            throw new DamagedFileException(
                    named.path(), 0, "it cannot be opened: " + e, "Make it readable, or restore it from a copy", e);
        }
    }

    private static void close(EventFile file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close file " + file.path(), e);
        }
    }

    /** What all files hold. */
    public record Findings(
            long files,
            long records,
            long transactions,
            long changes,
            long firstTs,
            long lastTs,
            List<Problem> problems) {}

    /** Reads everything there is, and goes on where something is wrong. Independent of where reading stands. */
    public Findings verify() throws InterruptedException {
        List<FolderFile> files = folder.list();
        List<Problem> problems = new ArrayList<>(SegmentFolder.gaps(files));
        Findings sum = new Findings(files.size(), 0, 0, 0, 0, 0, problems);
        SegmentLog log = new SegmentLog(folder);
        for (FolderFile named : files) {
            EventFile file = null;
            try {
                file = log.begin(named);
                readAll(file);
                if (file != null) {
                    addZeros(file, problems);
                    log.lastCompleteTs = file.completeTs();
                    log.lastCoveredTs = file.coveredTs();
                }
            } catch (DamagedFileException e) {
                problems.add(e.problem());
                log.lastCoveredTs = -1;
            } finally {
                if (file != null) {
                    sum = plus(sum, file.contents().counts());
                    close(file);
                }
            }
        }
        return sum;
    }

    private SegmentLog(SegmentFolder folder) {
        this.folder = folder;
    }

    private static void readAll(@Nullable EventFile file) throws InterruptedException {
        while (file != null && file.next() != null) {
            // checked on the way
        }
    }

    private static void addZeros(EventFile file, List<Problem> problems) {
        if (file.zerosAt() >= 0) {
            problems.add(new Problem(
                    file.path(), file.zerosAt(), "it has zeros from here to its end, as a loss of power leaves them"));
        }
    }

    private static Findings plus(Findings sum, Contents.Counts counts) {
        return new Findings(
                sum.files,
                sum.records + counts.records(),
                sum.transactions + counts.transactions(),
                sum.changes + counts.changes(),
                sum.firstTs == 0 ? counts.firstTs() : sum.firstTs,
                Math.max(sum.lastTs, counts.lastTs()),
                sum.problems);
    }

    @Override
    public void close() {
        ahead.clear();
        EventFile reading = current;
        current = null;
        if (reading != null) {
            close(reading);
        }
    }
}
