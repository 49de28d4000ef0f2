package io.github.binlogcapturer.sink.file.internal.folder;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.file.DamagePolicy;
import io.github.binlogcapturer.sink.file.internal.folder.Segment.State;
import io.github.binlogcapturer.sink.file.internal.kind.Damage;
import io.github.binlogcapturer.sink.file.internal.kind.Tail;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.nio.file.StandardOpenOption.WRITE;

/**
 * Finds where the files end and makes them end there. Looks from the newest file back to the first that has a position. A file without a
 * position is kept for its schema changes only. What is torn is cut off; of damage the {@link DamagePolicy} decides. An open file that has
 * its footer is called complete. A complete one of text whose end is torn, as one of an older version of this library, becomes the open
 * one again.
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
     * Where the files stand.
     *
     * @param files how many there are
     * @param commitTs the commit ts up to which they are complete, or {@link Tail#NONE}
     */
    record Standing(int files, long commitTs) {}

    /** What was found before anything is changed; {@code damaged} is the index of the last damaged file, or -1. */
    private record Survey(int files, List<Segment> superfluous, List<Scanned> scanned, int damaged) {}

    /**
     * A file that was looked at.
     *
     * @param older the number of the file in front of it, or 0
     */
    private record Scanned(
            Segment segment, Tail tail, @Nullable Damage damage, long older) {}

    /**
     * Checks all files, then cuts off what the last write left unfinished, and takes away what unfinished compression left.
     *
     * @throws SinkException if a file of the sequence is not ours or is damaged, or none of several has a position, in which cases nothing is
     *     changed; or if one cannot be read or cut
     */
    Recovered run() {
        Survey survey = survey();
        List<Scanned> scanned = survey.scanned;
        int damaged = survey.damaged;
        for (Segment segment : survey.superfluous) {
            LOG.info("Delete {}, which an interrupted compression left; its original is there", segment.path());
            remove(segment);
        }
        for (int i = 0; i <= damaged; i++) {
            setAside(scanned.get(i), i < damaged);
        }
        long commitTs = Tail.NONE;
        for (Scanned file : scanned.subList(Math.max(0, damaged), scanned.size())) {
            if (file.tail.empty()) {
                delete(file.segment, file.tail);
            } else {
                keep(file);
            }
            last = Math.max(last, file.older);
            commitTs = file.tail.commitTs();
        }
        return new Recovered(tails, open, openHasPosition, last, commitTs);
    }

    /**
     * Finds where the files end, and changes nothing.
     *
     * @throws SinkException like {@link #run}
     */
    Standing look() {
        Survey survey = survey();
        List<Scanned> scanned = survey.scanned;
        long commitTs = scanned.isEmpty()
                ? Tail.NONE
                : scanned.get(scanned.size() - 1).tail.commitTs();
        return new Standing(survey.files, commitTs);
    }

    private Survey survey() {
        List<Segment> all = files.list();
        files.verify(all);
        List<Segment> superfluous =
                all.stream().filter(segment -> isSuperfluous(segment, all)).toList();
        List<Segment> rest = new ArrayList<>(all);
        rest.removeAll(superfluous);
        List<Scanned> scanned = scan(rest);
        requirePosition(scanned);
        int damaged = lastDamaged(scanned);
        if (damaged >= 0 && config.damage() == DamagePolicy.REFUSE) {
            throw refused(scanned, damaged);
        }
        return new Survey(rest.size(), superfluous, scanned, damaged);
    }

    /** Returns the files back to the one with the position, the newest first. */
    private List<Scanned> scan(List<Segment> all) {
        List<Scanned> scanned = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            Segment segment = all.get(i);
            requirePlain(segment);
            Tail tail = scan(segment);
            long older = i == 0 ? 0 : all.get(i - 1).number();
            scanned.add(new Scanned(segment, tail, damage(segment, tail, scanned.isEmpty()), older));
            if (tail.hasPosition()) {
                break;
            }
        }
        return scanned;
    }

    /** Returns what is wrong with a file, also where it ends too early although it is complete by its name. */
    private @Nullable Damage damage(Segment segment, Tail tail, boolean newest) {
        if (tail.damage() != null || !segment.is(State.CLOSED) || tail.whole()) {
            return tail.damage();
        }
        boolean mayBeOfAnOlderVersion = newest && !config.kind().hasFooter();
        return mayBeOfAnOlderVersion
                ? null
                : new Damage(
                        tail.keepBytes(), "what follows here is cut off, although the file is complete by its name");
    }

    private static int lastDamaged(List<Scanned> scanned) {
        for (int i = scanned.size() - 1; i >= 0; i--) {
            if (scanned.get(i).damage != null) {
                return i;
            }
        }
        return -1;
    }

    /** The first file may have been left in front of its first complete commit ts, if it was only begun; no other file can have been. */
    private void requirePosition(List<Scanned> scanned) {
        if (scanned.isEmpty() || scanned.get(scanned.size() - 1).tail.hasPosition()) {
            return;
        }
        Scanned oldest = scanned.get(scanned.size() - 1);
        boolean begun = lastDamaged(scanned) < 0
                && oldest.segment.is(State.OPEN)
                && files.names().before(oldest.segment) == 0;
        if (!begun) {
            Damage damage = oldest.damage;
            throw new SinkException("No file of the sequence says up to which commit ts it is complete; the oldest is "
                    + oldest.segment.path()
                    + (damage == null ? "" : ", which is damaged at byte " + damage.offset() + ": " + damage.what())
                    + ". Going on would leave out what was acknowledged. Restore the files from a copy; or move all of"
                    + " them away and let the capture begin at a commit ts up to which another place has everything."
                    + SegmentFiles.UNCHANGED);
        }
    }

    private static SinkException refused(List<Scanned> scanned, int damaged) {
        Scanned file = scanned.get(damaged);
        Damage damage = Objects.requireNonNull(file.damage);
        return new SinkException("File " + file.segment.path() + " is damaged at byte " + damage.offset() + ": "
                + damage.what() + ". It is whole up to byte " + file.tail.keepBytes() + ", the files up to commit ts "
                + CommitTs.of(scanned.get(scanned.size() - 1).tail.commitTs())
                + "; what lies behind may have been acknowledged. Restore it from a copy; or build the sink with"
                + " damaged(DamagePolicy.SET_ASIDE), which keeps a copy, cuts the file there and goes on from that"
                + " commit ts, if the capture can still read from there." + SegmentFiles.UNCHANGED);
    }

    private void setAside(Scanned file, boolean whole) {
        Path path = file.segment.path();
        Path aside = path.resolveSibling(path.getFileName() + ".damaged");
        for (int i = 2; Files.exists(aside); i++) {
            aside = path.resolveSibling(path.getFileName() + ".damaged-" + i);
        }
        try {
            if (whole) {
                LOG.warn("Rename {} to {}, as it lies behind a damaged file", path, aside);
                operations.move(path, aside);
            } else {
                Damage damage = Objects.requireNonNull(file.damage);
                LOG.warn(
                        "Copy {}, which is damaged at byte {}: {}, to {}", path, damage.offset(), damage.what(), aside);
                operations.copy(path, aside);
            }
            operations.forceDirectory(config.directory());
        } catch (IOException e) {
            throw new SinkException("Cannot keep a copy of the damaged file " + path + " as " + aside + ": " + e, e);
        }
    }

    /** The original is there until its compressed form is durable, so where both are, it was not deleted yet. */
    private static boolean isSuperfluous(Segment segment, List<Segment> all) {
        return segment.is(State.PARTIAL)
                || (segment.is(State.PACKED)
                        && all.stream()
                                .anyMatch(other -> other.is(State.CLOSED) && other.number() == segment.number()));
    }

    private void keep(Scanned file) {
        tails.add(file.tail);
        Segment kept = file.segment;
        if (kept.is(State.OPEN) && file.tail.finished()) {
            kept = renamed(kept, files.names().closed(kept, file.older));
        } else if (kept.is(State.CLOSED) && !file.tail.whole()) {
            kept = renamed(kept, files.names().open(kept.number() - 1));
        }
        cut(kept, file.tail);
        if (kept.is(State.OPEN)) {
            open = kept;
            openHasPosition = file.tail.hasPosition();
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
                // The file's age is counted from its last write where its beginning is not known.
                FileTime written = Files.getLastModifiedTime(segment.path());
                channel.truncate(tail.keepBytes());
                Files.setLastModifiedTime(segment.path(), written);
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
        if (tail.damage() == null) {
            LOG.info("{} {}, {}", what, file, upTo);
        } else {
            LOG.warn(
                    "{} {}, {}. There was damage among them; if the checkpoint lies further on, what was acknowledged"
                            + " is to be read again from there",
                    what,
                    file,
                    upTo);
        }
    }
}
