package io.github.binlogcapturer.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps the checkpoint of one capture. Called by one thread at a time.
 */
public interface CheckpointStore {

    /**
     * Returns the checkpoint saved last, or empty where none ever was. May block.
     *
     * @throws io.github.binlogcapturer.error.CheckpointException if there is something that is no checkpoint of this library, or a
     *     damaged one; it is left as it is
     * @throws IOException if it cannot be reached
     */
    Optional<Checkpoint> load() throws IOException;

    /**
     * Saves a checkpoint in place of the one before, durably and atomically: after a crash at any moment the store holds the old or
     * the new one. May block.
     *
     * @throws IOException if it could not be saved; the capturer reports it and tries again
     */
    void save(Checkpoint checkpoint) throws IOException;

    /**
     * Returns a store in a local file, written beside it, forced to disk and renamed over it; with a format version and a checksum.
     * The folder must exist. One capture per file.
     */
    static CheckpointStore file(Path path) {
        return new FileCheckpointStore(path);
    }

    /** Returns a store that forgets at the end of the process; for tests, and for consumers that keep the position themselves. */
    static CheckpointStore inMemory() {
        return new MemoryCheckpointStore();
    }
}
