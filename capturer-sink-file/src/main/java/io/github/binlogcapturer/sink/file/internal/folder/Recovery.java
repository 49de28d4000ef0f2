package io.github.binlogcapturer.sink.file.internal.folder;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.file.internal.folder.Segment.State;
import io.github.binlogcapturer.sink.file.internal.kind.Tail;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.nio.file.StandardOpenOption.WRITE;

/**
 * Finds where the files end and makes them end there. Looks from the newest file back to the first that has a position. A file without a
 * position is kept for its schema changes only. A complete file whose end is torn, as one of an older version of this library or after a
 * loss of power, becomes the open one again; one that is whole stays as it is. An open one that has its footer is called complete.
 */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final FolderConfig config;
    private final SegmentFiles files;
    private final FileOperations operations;

    private final List<Tail> tails = new ArrayList<>();
    private @Nullable Segment open;
    private boolean openHasPosition;
    /** The number of the newest complete file that is kept, or 0. */
    private long last;

    Recovery(FolderConfig config, SegmentFiles files) {
        this.config = config;
        this.files = files;
        this.operations = config.operations();
    }

    /**
     * Where writing goes on.
     *
     * @param tails those of the files that are kept, back to the one with the position, the newest first
     * @param open the file to append to, or null where a new one begins
     * @param openHasPosition whether that file has a position, so that it may be completed
     * @param last the number of the newest complete file, or 0
     * @param commitTs the commit ts up to which the files are complete, or {@link Tail#NONE}
     */
    record Recovered(List<Tail> tails, @Nullable Segment open, boolean openHasPosition, long last, long commitTs) {}

    /**
     * Checks all files, then cuts off what the last write left unfinished, and takes away what unfinished compression left.
     *
     * @throws SinkException if a file of the sequence is not ours, in which case nothing is changed; or if one cannot be read or cut
     */
    Recovered run() {
        List<Segment> all = files.list();
        files.verify(all);
        List<Segment> rest = withoutLeftovers(all);
        while (!rest.isEmpty()) {
            Segment segment = rest.remove(rest.size() - 1);
            requirePlain(segment);
            Tail tail = scan(segment);
            if (tail.empty()) {
                delete(segment, tail);
            } else {
                keep(segment, tail, rest);
            }
            if (tail.hasPosition()) {
                return recovered(tail.commitTs(), rest);
            }
        }
        return recovered(Tail.NONE, rest);
    }

    private Recovered recovered(long commitTs, List<Segment> older) {
        if (!older.isEmpty()) {
            last = Math.max(last, older.get(older.size() - 1).number());
        }
        return new Recovered(tails, open, openHasPosition, last, commitTs);
    }

    /** Returns the complete and the open files, each once, after unfinished compression was taken back. */
    private List<Segment> withoutLeftovers(List<Segment> all) {
        List<Segment> rest = new ArrayList<>();
        for (Segment segment : all) {
            // The original is there until its compressed form is durable, so where both are, it was not deleted yet.
            boolean superfluous = segment.is(State.PARTIAL)
                    || (segment.is(State.PACKED)
                            && all.stream()
                                    .anyMatch(other -> other.is(State.CLOSED) && other.number() == segment.number()));
            if (superfluous) {
                LOG.info("Delete {}, which an interrupted compression left; its original is there", segment.path());
                remove(segment);
            } else {
                rest.add(segment);
            }
        }
        return rest;
    }

    private void keep(Segment segment, Tail tail, List<Segment> older) {
        boolean newest = tails.isEmpty();
        tails.add(tail);
        Segment kept = segment;
        if (segment.is(State.OPEN) && tail.finished()) {
            kept = renamed(
                    segment,
                    files.names()
                            .closed(
                                    segment,
                                    older.isEmpty()
                                            ? 0
                                            : older.get(older.size() - 1).number()));
        } else if (segment.is(State.CLOSED) && !tail.whole() && newest) {
            kept = renamed(segment, files.names().open(segment.number() - 1));
        }
        cut(kept, tail);
        if (kept.is(State.OPEN)) {
            open = kept;
            openHasPosition = tail.hasPosition();
        } else {
            last = Math.max(last, kept.number());
        }
    }

    private static void requirePlain(Segment segment) {
        if (segment.is(State.PACKED)) {
            throw new SinkException(
                    "The position of the files stands in the newest uncompressed one, but the newest that is left is "
                            + segment.path() + ". Bring the newer ones back, or decompress this one in its place");
        }
    }

    private Tail scan(Segment segment) {
        try (FileChannel channel = FileChannel.open(segment.path())) {
            return config.kind().scan(channel, files.owner());
        } catch (IOException e) {
            throw new SinkException("Cannot read file " + segment.path() + ": " + e, e);
        }
    }

    private Segment renamed(Segment segment, Segment to) {
        try {
            LOG.info(
                    "Rename {} to {}, as its end is that of {} file",
                    segment.path(),
                    to.path(),
                    to.is(State.OPEN) ? "an open" : "a complete");
            operations.move(segment.path(), to.path());
            return to;
        } catch (IOException e) {
            throw new SinkException("Cannot rename file " + segment.path() + " to " + to.path() + ": " + e, e);
        }
    }

    private void cut(Segment segment, Tail tail) {
        try (FileChannel channel = operations.open(segment.path(), WRITE)) {
            long torn = channel.size() - tail.keepBytes();
            if (torn > 0) {
                report("Cut " + torn + " bytes of unfinished transactions off", segment.path(), tail);
                channel.truncate(tail.keepBytes());
            }
            if (config.forces()) {
                // The process that wrote it may have ended before it forced what we now call complete.
                channel.force(true);
                operations.forceDirectory(config.directory());
            }
        } catch (IOException e) {
            throw new SinkException("Cannot cut the unfinished end off file " + segment.path() + ": " + e, e);
        }
    }

    private void delete(Segment segment, Tail tail) {
        try {
            report("Delete all " + Files.size(segment.path()) + " bytes of", segment.path(), tail);
        } catch (IOException e) {
            throw new SinkException("Cannot read file " + segment.path() + ": " + e, e);
        }
        remove(segment);
        last = files.names().before(segment);
    }

    private void remove(Segment segment) {
        try {
            operations.delete(segment.path());
            operations.forceDirectory(config.directory());
        } catch (IOException e) {
            throw new SinkException("Cannot delete the unfinished file " + segment.path() + ": " + e, e);
        }
    }

    private static void report(String what, Path file, Tail tail) {
        String upTo = tail.hasPosition()
                ? "which is complete up to commit ts " + CommitTs.of(tail.commitTs())
                : "which holds no complete commit ts";
        if (tail.damaged()) {
            LOG.warn(
                    "{} {}, {}. There are parts among them that no ended process leaves, but a loss of power or an edit "
                            + "does; if the checkpoint lies further on, what was acknowledged is missing",
                    what,
                    file,
                    upTo);
        } else {
            LOG.info("{} {}, {}", what, file, upTo);
        }
    }
}
