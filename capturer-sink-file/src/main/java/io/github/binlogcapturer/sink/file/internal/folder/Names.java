package io.github.binlogcapturer.sink.file.internal.folder;

import io.github.binlogcapturer.sink.file.internal.files.PackedStreams;
import io.github.binlogcapturer.sink.file.internal.folder.Segment.State;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the files of the sequence are called. */
abstract class Names {

    static final String PARTIAL_SUFFIX = ".tmp";

    static Names of(FolderConfig config) {
        return switch (config.naming().layout()) {
            case NUMBERED -> new NumberedNames(config);
            case ORIGINAL -> new TimedNames(config);
        };
    }

    /**
     * Reads a name; null where it is none of the sequence.
     *
     * @throws io.github.binlogcapturer.error.SinkException if it is one of a sequence of another format
     */
    @Nullable
    Segment parse(Path file) {
        String name = file.getFileName().toString();
        boolean partial = name.endsWith(PARTIAL_SUFFIX);
        String whole = partial ? cut(name, PARTIAL_SUFFIX) : name;
        String suffix = PackedStreams.suffixOf(whole);
        if (suffix.isEmpty()) {
            return partial ? null : parsePlain(file, name);
        }
        Segment plain = parsePlain(file, cut(whole, suffix));
        return plain == null || !plain.is(State.CLOSED)
                ? null
                : new Segment(plain.number(), file, partial ? State.PARTIAL : State.PACKED);
    }

    /** Reads a name that is not of a compressed file. */
    abstract @Nullable Segment parsePlain(Path file, String name);

    /**
     * Returns the file to write to.
     *
     * @param last the number of the newest complete file, or 0
     */
    abstract Segment open(long last);

    /**
     * Returns what a file is called once it is complete.
     *
     * @param last the number of the newest complete file, or 0
     */
    abstract Segment closed(Segment open, long last);

    /** Returns the number after which the next file is called as a deleted one was, where none is left. */
    abstract long before(Segment deleted);

    private static String cut(String name, String suffix) {
        return name.substring(0, name.length() - suffix.length());
    }
}
