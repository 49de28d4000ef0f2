package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.error.ConfigurationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two processes from running one configuration at once, by a lock of the operating system on a file that holds the process id. The
 * lock goes with its process however that ends; the file stays, since removing it could take it away from the next one.
 */
final class ProcessLock implements AutoCloseable {

    /** Far behind the content, so that others can read the process id where locks are mandatory. */
    private static final long PLACE = Long.MAX_VALUE - 1;

    private final FileChannel channel;

    private ProcessLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock of a state folder, which is created if need be.
     *
     * @throws ConfigurationException if another process has it, or the folder cannot be written
     */
    static ProcessLock take(Path folder) {
        Path file = folder.resolve("lock");
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (tryLock(channel) == null) {
                    throw new ConfigurationException(taken(file));
                }
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(
                        Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
                return new ProcessLock(channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new ConfigurationException(
                    "The state folder " + folder + " cannot be used: " + FailureText.of(e)
                            + ". Make it writable for the account that runs this",
                    e);
        }
    }

    /** Returns whether somebody has the lock of a state folder now. */
    static boolean isTaken(Path folder) {
        Path file = folder.resolve("lock");
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return tryLock(channel) == null;
        } catch (IOException e) {
            throw new ConfigurationException(
                    "The lock " + file + " cannot be looked at: " + FailureText.of(e)
                            + ". Run this by the account that runs the capture",
                    e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(PLACE, 1, false);
        } catch (OverlappingFileLockException ofThisProcess) {
            return null;
        }
    }

    private static String taken(Path file) throws IOException {
        String pid = Files.readString(file, StandardCharsets.UTF_8).strip();
        return "This configuration runs already, as process " + (pid.isEmpty() ? "unknown" : pid) + ", which holds "
                + file
                + ". Stop that process first; two configurations that run at once need state folders of their own";
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("The lock of the state folder could not be let go", e);
        }
    }
}
