package io.github.binlogcapturer.sink.file.internal.folder;

import io.github.binlogcapturer.error.SinkException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a folder for one sink, in this process and against others. The operating system takes the lock back when the process ends;
 * the lock's file stays, since removing it would let two sinks lock two files of one name.
 */
final class FolderLock implements AutoCloseable {

    static final String FILE_NAME = "binlogcapturer.lock";

    /**
     * The folders locked by this process. It has to know them without opening the file a second time: closing any channel of a file
     * gives up all locks that a POSIX process has on it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    static FolderLock acquire(Path directory) {
        try {
            Path folder = directory.toRealPath();
            if (!HELD.add(folder)) {
                throw taken(directory);
            }
            try {
                return new FolderLock(folder, lock(directory));
            } catch (IOException | RuntimeException e) {
                HELD.remove(folder);
                throw e;
            }
        } catch (IOException e) {
            throw new SinkException(
                    "Cannot lock folder " + directory + "; it must exist and be writable, and the file " + FILE_NAME
                            + " in it too: " + e,
                    e);
        }
    }

    /**
     * Returns whether a sink has the folder now. Leaves no trace.
     *
     * @throws IOException if that cannot be told
     */
    @SuppressWarnings("try") // the lock is looked at, not held
    static boolean isTaken(Path directory) throws IOException {
        Path folder = directory.toRealPath();
        if (HELD.contains(folder)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(folder.resolve(FILE_NAME), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (NoSuchFileException neverLocked) {
            return false;
        } catch (OverlappingFileLockException heldByAnotherClassLoader) {
            return true;
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(FILE_NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw taken(directory);
            }
            return channel;
        } catch (OverlappingFileLockException e) {
            // held within this process, by a copy of this class that another class loader has
            channel.close();
            throw taken(directory);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static SinkException taken(Path directory) {
        return new SinkException("Folder " + directory + " belongs to another sink, which holds the lock on "
                + FILE_NAME + " in it. Close that one first, or give each its own folder");
    }

    /** Gives the folder free. Idempotent. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            try {
                channel.close();
            } finally {
                HELD.remove(folder);
            }
        }
    }

    /** Gives the folder free after a failure, which keeps what goes wrong here. */
    void closeAfter(RuntimeException failure) {
        try {
            close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
