package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.sink.file.internal.folder.FileOperations;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/** Forces a file only once it is allowed to, as often as it is; then it may fail. */
final class SlowDisk implements FileOperations {

    private final Semaphore allowed = new Semaphore(0);
    private volatile boolean broken;

    /** Allows one more force. */
    void allow() {
        allowed.release();
    }

    /** Allows all. */
    void allowAll() {
        allowed.release(Integer.MAX_VALUE / 2);
    }

    /** Lets all fail that come. */
    void breakDown() {
        broken = true;
        allowAll();
    }

    @Override
    public FileChannel open(Path file, OpenOption... options) throws IOException {
        return new AppendedFile(FileOperations.super.open(file, options)) {
            @Override
            public void force(boolean metaData) throws IOException {
                allowed.acquireUninterruptibly();
                if (broken) {
                    throw new IOException("Input/output error");
                }
                super.force(metaData);
            }
        };
    }
}
