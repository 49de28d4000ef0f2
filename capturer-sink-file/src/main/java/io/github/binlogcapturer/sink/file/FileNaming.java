package io.github.binlogcapturer.sink.file;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Objects;
import java.util.regex.Pattern;

/** Where a {@link FileSink} writes and what its files are called. Immutable. */
public final class FileNaming {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

    /** What is put behind the beginning of a name. */
    public enum Layout {
        /** {@code PREFIX-000000001.jsonl}, counted on; while it is written to, {@code PREFIX-000000001.jsonl.open}. */
        NUMBERED,
        /** {@code PREFIX-20261231235959}, when the file was completed; while it is written to, {@code PREFIX}. */
        ORIGINAL
    }

    private final Layout layout;
    private final Path directory;
    private final String prefix;
    private final ZoneId zone;

    private FileNaming(Layout layout, Path directory, String prefix, ZoneId zone) {
        this.layout = layout;
        this.directory = Objects.requireNonNull(directory, "directory");
        this.prefix = prefix;
        this.zone = Objects.requireNonNull(zone, "zone");
        if (!PLAIN.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "A prefix is made of ASCII letters, digits, '_', '.' and '-', and begins "
                            + "with a letter, digit or '_', but got \"" + prefix + "\"");
        }
    }

    /**
     * Returns the sink's own naming: {@code binlog-000000001.jsonl} and so on, with {@code .open} behind it until the file is complete.
     *
     * @throws IllegalArgumentException if the prefix has other characters than ASCII letters, digits and {@code _ . -}, or begins with a
     *     dot or hyphen
     */
    public static FileNaming numbered(Path directory, String prefix) {
        return new FileNaming(Layout.NUMBERED, directory, prefix, ZoneId.systemDefault());
    }

    /** Returns the naming of BaikalDB's original capturer, see {@link #original(Path, ZoneId)}, in the zone of this machine. */
    public static FileNaming original(Path file) {
        return original(file, ZoneId.systemDefault());
    }

    /**
     * Returns the naming of BaikalDB's original capturer: the file is written to under its own name, and becomes
     * {@code FILE-YYYYMMDDHHMMSS} when it is complete. No name is used twice, and names are in the order of the files: where two are
     * completed within a second, or the clock goes back, the later one gets the next second.
     *
     * @throws IllegalArgumentException if the file's name is no plain one, as for {@link #numbered}
     */
    public static FileNaming original(Path file, ZoneId zone) {
        Path absolute = file.toAbsolutePath();
        Path directory = absolute.getParent();
        Path name = absolute.getFileName();
        if (directory == null || name == null) {
            throw new IllegalArgumentException("A file in a folder is wanted, but got " + file);
        }
        return new FileNaming(Layout.ORIGINAL, directory, name.toString(), zone);
    }

    /** Returns how the names are made. */
    public Layout layout() {
        return layout;
    }

    /** Returns the folder, which must exist when the sink opens. */
    public Path directory() {
        return directory;
    }

    /** Returns how the names begin. */
    public String prefix() {
        return prefix;
    }

    /** Returns the zone whose time stands in the names, where there is one. */
    public ZoneId zone() {
        return zone;
    }

    @Override
    public String toString() {
        return layout + " names " + prefix + " in " + directory;
    }
}
