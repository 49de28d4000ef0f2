package io.github.binlogcapturer.spi;

class MemoryCheckpointStoreTest extends CheckpointStoreContract {

    private final CheckpointStore store = CheckpointStore.inMemory();

    @Override
    CheckpointStore store() {
        return store;
    }
}
