package io.github.binlogcapturer.sink.file.internal.folder;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.sink.file.internal.files.PackedStreams;
import io.github.binlogcapturer.sink.file.internal.folder.Segment.State;
import io.github.binlogcapturer.sink.file.internal.kind.FileOwner;
import io.github.binlogcapturer.sink.file.internal.kind.Head;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The sequence of files in a folder: which there are, and whether they are ours. Changes nothing. */
final class SegmentFiles {

    static final String UNCHANGED = " Nothing was changed.";

    private static final int HEAD_BYTES = 64 * 1024;

    private final FolderConfig config;
    private final FileOwner owner;
    private final Names names;

    SegmentFiles(FolderConfig config, FileOwner owner) {
        this.config = config;
        this.owner = owner;
        this.names = Names.of(config);
    }

    FileOwner owner() {
        return owner;
    }

    Names names() {
        return names;
    }

    /**
     * Returns all files of the sequence in order, the open one last.
     *
     * @throws SinkException if the folder cannot be listed, or has a file of the sequence in another format
     */
    List<Segment> list() {
        List<Segment> segments = new ArrayList<>();
        try (Stream<Path> files = Files.list(config.directory())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Segment segment = names.parse(file);
                if (segment != null) {
                    segments.add(segment);
                }
            }
        } catch (IOException e) {
            throw new SinkException("Cannot list folder " + config.directory() + ": " + e, e);
        }
        segments.sort(Comparator.comparingLong(Segment::number).thenComparing(Segment::state));
        return segments;
    }

    /**
     * Checks that all files are ours and that one at most is open, the newest.
     *
     * @throws SinkException if not
     */
    void verify(List<Segment> segments) {
        List<Segment> whole =
                segments.stream().filter(segment -> !segment.is(State.PARTIAL)).toList();
        for (Segment segment : whole) {
            boolean newest = segment.number() == whole.get(whole.size() - 1).number();
            if (segment.is(State.OPEN) && !(newest && segment.equals(openOne(whole, segment)))) {
                throw new SinkException("File " + segment.path()
                        + " is not complete, as its name says, but there is a newer one, or a complete one of its number. "
                        + "No sink leaves it so; move one of them away." + UNCHANGED);
            }
            verify(segment, newest);
        }
    }

    /** Returns the only file of a number, or another one than the given where there are several. */
    private static Segment openOne(List<Segment> segments, Segment open) {
        return segments.stream()
                .filter(other -> other.number() == open.number() && !other.equals(open))
                .findFirst()
                .orElse(open);
    }

    private void verify(Segment segment, boolean newest) {
        Head head = config.kind().head(start(segment), owner);
        if (head instanceof Head.OtherVersion version) {
            throw new SinkException("File " + segment.path() + " has format version " + version.found()
                    + ", and this library writes " + version.written()
                    + ". Use the library that wrote it, or choose another folder or prefix." + UNCHANGED);
        }
        if (head instanceof Head.OtherOwner other) {
            throw new SinkException("File " + segment.path() + " belongs to capture \""
                    + other.found().capture() + "\", subscriber \""
                    + other.found().subscriber() + "\", not to capture \""
                    + owner.capture() + "\", subscriber \"" + owner.subscriber()
                    + "\". Choose another folder or prefix." + UNCHANGED);
        }
        if (!(head instanceof Head.Ours) && !(newest && head instanceof Head.Torn)) {
            throw new SinkException("File " + segment.path()
                    + " has the name of this sink's files, but does not begin with their header, so it is somebody else's or "
                    + "damaged. Move it away, or choose another folder or prefix." + UNCHANGED);
        }
    }

    /** Returns the first bytes, at least as many as a header of other names can be long. */
    private static byte[] start(Segment segment) {
        try (InputStream file = Files.newInputStream(segment.path());
                InputStream plain = segment.is(State.PACKED)
                        ? PackedStreams.reading(
                                PackedStreams.suffixOf(segment.path().toString()), file)
                        : file) {
            return plain.readNBytes(HEAD_BYTES);
        } catch (IOException e) {
            throw new SinkException("Cannot read file " + segment.path() + ": " + e + "." + UNCHANGED, e);
        }
    }
}
