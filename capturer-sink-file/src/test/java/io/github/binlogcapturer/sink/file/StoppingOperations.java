package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.sink.file.internal.folder.FileOperations;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Does so many changes of a folder and no more, as a process does that is killed. */
public final class StoppingOperations implements FileOperations {

    private final AtomicInteger left;

    public StoppingOperations(int changes) {
        left = new AtomicInteger(changes);
    }

    /** Returns whether a change was wanted that was not done. */
    public boolean hasStopped() {
        return left.get() < 0;
    }

    @Override
    public FileChannel open(Path file, OpenOption... options) throws IOException {
        step();
        return FileOperations.super.open(file, options);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        step();
        FileOperations.super.move(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        step();
        FileOperations.super.delete(file);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        step();
        FileOperations.super.forceDirectory(directory);
    }

    private void step() throws IOException {
        if (left.decrementAndGet() < 0) {
            throw new IOException("stopped here");
        }
    }
}
