package io.github.binlogcapturer.spi;

import java.nio.file.Path;
import java.util.Optional;

/** Placeholder until the format stands. */
final class FileCheckpointStore implements CheckpointStore {

    FileCheckpointStore(Path path) {}

    @Override
    public Optional<Checkpoint> load() {
        return Optional.empty();
    }

    @Override
    public void save(Checkpoint checkpoint) {}
}
