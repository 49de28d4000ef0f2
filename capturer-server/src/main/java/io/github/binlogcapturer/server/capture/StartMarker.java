package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.error.CheckpointException;
import io.github.binlogcapturer.server.files.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Remembers beside a checkpoint file that the next capture begins at the earliest or latest position. Those are no numbers before the
 * cluster is asked, and each region answers for itself, at the moment of the start; a number that was found out beforehand could have
 * expired by then, or would repeat what is committed meanwhile. So the wish itself is kept, in {@code CHECKPOINT.start}, and counts as
 * long as there is no checkpoint. Removing the checkpoint is the moment at which it comes into force, the first one that is saved ends it.
 */
final class StartMarker {

    private final Path file;

    StartMarker(Path checkpointFile) {
        this.file = checkpointFile.resolveSibling(checkpointFile.getFileName() + ".start");
    }

    /** Returns the position that was set, or empty where none is. */
    Optional<StartPosition> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text = Files.readString(file, StandardCharsets.UTF_8).strip();
        try {
            return Optional.of(PositionText.parse(text));
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(
                    "The file " + file + " says neither earliest nor latest, but \"" + text
                            + "\". Correct it, or remove it to start as the configuration says",
                    e);
        }
    }

    void write(StartPosition position) throws IOException {
        AtomicFile.write(file, PositionText.of(position) + "\n");
    }

    void clear() throws IOException {
        Files.deleteIfExists(file);
    }
}
