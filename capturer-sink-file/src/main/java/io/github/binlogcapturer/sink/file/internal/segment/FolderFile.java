package io.github.binlogcapturer.sink.file.internal.segment;

import io.github.binlogcapturer.sink.file.Compression;
import io.github.binlogcapturer.sink.file.internal.files.NumberedName;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One file of the sequence, under the name that it has at present: it is renamed when it is closed, and may be compressed then.
 *
 * @param stem the path without what tells the form
 */
record FolderFile(long number, Path stem, Form form) {

    /** The forms, the one to prefer first: where two are there, the other one is about to go. */
    enum Form {
        CLOSED(""),
        GZIP(Compression.Algorithm.GZIP.suffix()),
        ZSTD(Compression.Algorithm.ZSTD.suffix()),
        OPEN(NumberedName.OPEN_SUFFIX);

        final String suffix;

        Form(String behind) {
            this.suffix = "." + SegmentKind.SEGMENTS.extension() + behind;
        }
    }

    /**
     * A file goes from open to closed to compressed, so it can get ahead of a look at its names twice; more only where a sink starts
     * anew meanwhile.
     */
    private static final int LOOKS = 5;

    Path path() {
        return stem.resolveSibling(stem.getFileName() + form.suffix);
    }

    /** Returns how large the file is under the name that it has now, or 0 where it has none. */
    long bytes() {
        FolderFile named = now();
        try {
            return named == null ? 0 : Files.size(named.path());
        } catch (IOException renamed) {
            // it counts for how far a reader is only
            return 0;
        }
    }

    boolean isOpen() {
        return form == Form.OPEN;
    }

    /** Returns the file under the name that it has now, or null where it has none. */
    @Nullable
    FolderFile now() {
        for (int look = 0; look < LOOKS; look++) {
            for (Form candidate : Form.values()) {
                FolderFile named = as(candidate);
                if (Files.exists(named.path())) {
                    return named;
                }
            }
        }
        return null;
    }

    /**
     * Opens the file under the name that it has now. What was opened stays readable whatever becomes of the name.
     *
     * @throws NoSuchFileException if it has none
     */
    OpenedFile open() throws IOException {
        for (int look = 0; look < LOOKS; look++) {
            for (Form candidate : Form.values()) {
                FolderFile named = as(candidate);
                try {
                    return new OpenedFile(named, FileChannel.open(named.path()));
                } catch (NoSuchFileException otherName) {
                    // it has, or just got, another one
                }
            }
        }
        throw new NoSuchFileException(path().toString());
    }

    private FolderFile as(Form other) {
        return new FolderFile(number, stem, other);
    }
}
