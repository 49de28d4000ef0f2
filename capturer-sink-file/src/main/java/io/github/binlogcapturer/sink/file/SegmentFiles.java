package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.CommitTs;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.nio.file.StandardOpenOption.WRITE;

/** The sequence of files in a folder: which there are, whether they are ours, and from where on they go on. */
final class SegmentFiles {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentFiles.class);
    private static final String UNCHANGED = " Nothing was changed.";

    private final FileSinkConfig config;
    private final FileHeader header;
    private final byte[] headerLine;
    private final Pattern names;
    /** What a file is called where none is left. */
    private long firstNumber = 1;

    SegmentFiles(FileSinkConfig config, FileHeader header) {
        this.config = config;
        this.header = header;
        this.headerLine = header.encode(config.format());
        this.names = Pattern.compile(Pattern.quote(config.prefix()) + "-(\\d{9,18})\\.(jsonl|sql)");
    }

    /**
     * Where writing goes on.
     *
     * @param last the file to append to, or null where there is none
     * @param commitTs the commit ts up to which the files are complete, or {@link TailScan#NONE}
     * @param schemas the lines of schema changes behind it
     */
    record Recovered(@Nullable Segment last, long commitTs, List<byte[]> schemas) {}

    byte[] headerLine() {
        return headerLine.clone();
    }

    Segment after(@Nullable Segment last) {
        long number = last == null ? firstNumber : last.number() + 1;
        String name = String.format(
                "%s-%09d.%s", config.prefix(), number, config.format().extension());
        return new Segment(number, config.directory().resolve(name));
    }

    /**
     * Checks all files, then cuts off what the last write left unfinished.
     *
     * @throws SinkException if a file of the sequence is not ours, in which case nothing is changed; or if one cannot be read or cut
     */
    Recovered recover() {
        List<Segment> segments = list();
        for (Segment segment : segments) {
            verify(segment, segment.equals(segments.get(segments.size() - 1)));
        }
        for (int i = segments.size() - 1; i >= 0; i--) {
            Segment segment = segments.get(i);
            TailScan.Tail tail = scan(segment);
            // A file holds nothing to keep without a complete commit ts, except for the first one's schema changes.
            if (tail.commitTs() != TailScan.NONE || (i == 0 && tail.keepBytes() >= headerLine.length)) {
                cut(segment, tail);
                return new Recovered(segment, tail.commitTs(), tail.schemas());
            }
            delete(segment, tail);
            firstNumber = segment.number();
        }
        return new Recovered(null, TailScan.NONE, List.of());
    }

    /** Makes creations and deletions in the folder durable. */
    void forceDirectory() throws IOException {
        // Where a folder cannot be opened (Windows), the file system keeps its entries by itself.
        if (config.directory().getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel folder = FileChannel.open(config.directory())) {
                folder.force(true);
            }
        }
    }

    private List<Segment> list() {
        List<Segment> segments = new ArrayList<>();
        try (Stream<Path> files = Files.list(config.directory())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Matcher name = names.matcher(file.getFileName().toString());
                if (name.matches()) {
                    requireFormat(file, name.group(2));
                    segments.add(new Segment(Long.parseLong(name.group(1)), file));
                }
            }
        } catch (IOException e) {
            throw new SinkException("Cannot list folder " + config.directory() + ": " + e, e);
        }
        segments.sort(Comparator.comparingLong(Segment::number));
        return segments;
    }

    private void requireFormat(Path file, String extension) {
        if (!extension.equals(config.format().extension())) {
            throw new SinkException("File " + file + " was written in another format than " + config.format()
                    + ". Choose its format, or another folder or prefix." + UNCHANGED);
        }
    }

    private void verify(Segment segment, boolean newest) {
        byte[] line = firstLine(segment);
        if (newest && line.length < headerLine.length && isHeaderStart(line)) {
            return; // torn while it was created
        }
        FileHeader found = FileHeader.parse(config.format(), line).orElse(null);
        if (found == null) {
            throw new SinkException(
                    "File " + segment.path() + " has the name of this sink's files, but its first line is not "
                            + "their header, so it is somebody else's or damaged. Move it away, or choose another folder or prefix."
                            + UNCHANGED);
        }
        if (!found.version().equals(header.version())) {
            throw new SinkException("File " + segment.path() + " has format version " + found.version()
                    + ", and this library writes " + header.version()
                    + ". Use the library that wrote it, or choose another folder or prefix." + UNCHANGED);
        }
        if (!found.equals(header)) {
            throw new SinkException(
                    "File " + segment.path() + " belongs to capture \"" + found.capture() + "\", subscriber \""
                            + found.subscriber() + "\", not to capture \"" + header.capture() + "\", subscriber \""
                            + header.subscriber() + "\". Choose another folder or prefix." + UNCHANGED);
        }
    }

    private boolean isHeaderStart(byte[] bytes) {
        return Arrays.equals(bytes, Arrays.copyOf(headerLine, bytes.length));
    }

    /** Returns the first line, at least as much of it as a header of other names can be long. */
    private static byte[] firstLine(Segment segment) {
        try (FileChannel channel = FileChannel.open(segment.path())) {
            byte[] head = BackwardLines.readAt(channel, 0, (int) Math.min(channel.size(), 64 * 1024));
            int end = 0;
            // a file that was being created when the power went may hold zeros in the place of its header
            while (end < head.length && head[end] != '\n' && head[end] != 0) {
                end++;
            }
            return Arrays.copyOf(head, end);
        } catch (IOException e) {
            throw new SinkException("Cannot read file " + segment.path() + ": " + e, e);
        }
    }

    private TailScan.Tail scan(Segment segment) {
        try {
            return TailScan.scan(segment, config.format(), headerLine.length);
        } catch (IOException e) {
            throw new SinkException("Cannot read file " + segment.path() + ": " + e, e);
        }
    }

    private void cut(Segment segment, TailScan.Tail tail) {
        try (FileChannel channel = FileChannel.open(segment.path(), WRITE)) {
            long torn = channel.size() - tail.keepBytes();
            if (torn > 0) {
                report("Cut " + torn + " bytes of unfinished transactions off", segment, tail);
                channel.truncate(tail.keepBytes());
            }
            if (config.forces()) {
                // The process that wrote it may have ended before it forced what we now call complete.
                channel.force(true);
                forceDirectory();
            }
        } catch (IOException e) {
            throw new SinkException("Cannot cut the unfinished end off file " + segment.path() + ": " + e, e);
        }
    }

    private void delete(Segment segment, TailScan.Tail tail) {
        try {
            report("Delete all " + Files.size(segment.path()) + " bytes of", segment, tail);
            Files.delete(segment.path());
            forceDirectory();
        } catch (IOException e) {
            throw new SinkException("Cannot delete the unfinished file " + segment.path() + ": " + e, e);
        }
    }

    private static void report(String what, Segment segment, TailScan.Tail tail) {
        String upTo = tail.commitTs() == TailScan.NONE
                ? "which holds no complete commit ts"
                : "which is complete up to commit ts " + CommitTs.of(tail.commitTs());
        if (tail.damaged()) {
            LOG.warn(
                    "{} {}, {}. There are lines among them that no ended process leaves, but a loss of power or an edit "
                            + "does; if the checkpoint lies further on, what was acknowledged is missing",
                    what,
                    segment.path(),
                    upTo);
        } else {
            LOG.info("{} {}, {}", what, segment.path(), upTo);
        }
    }
}
