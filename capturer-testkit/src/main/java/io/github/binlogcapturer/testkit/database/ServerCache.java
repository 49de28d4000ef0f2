package io.github.binlogcapturer.testkit.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Folders under the temporary directory that are filled once and then only read, by all JVMs of a user. A folder appears in one
 * step when it is whole; a lock file sees to it that it is filled only once at a time.
 */
final class ServerCache {

    /** Fills an empty folder. */
    interface Filler {
        void fill(Path folder) throws IOException;
    }

    private ServerCache() {}

    /** Returns the folder of a name, filled now if there is none yet. */
    static synchronized Path folder(String name, Filler filler) throws IOException {
        Path root = root();
        Path folder = root.resolve(name);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        try (FileChannel channel = FileChannel.open(
                        root.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (held.isValid() && !Files.isDirectory(folder)) {
                fill(root, folder, filler);
            }
        }
        return folder;
    }

    private static void fill(Path root, Path folder, Filler filler) throws IOException {
        Path unfinished = Files.createTempDirectory(root, "unfinished-");
        try {
            filler.fill(unfinished);
            publish(unfinished, folder);
        } finally {
            Folders.delete(unfinished);
        }
    }

    private static void publish(Path unfinished, Path folder) throws IOException {
        try {
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException(
                    "The temporary directory cannot rename a folder in one step; name another by -Djava.io.tmpdir", e);
        }
    }

    /** A folder of this user's own: what lies in it is run. */
    private static Path root() throws IOException {
        String user = System.getProperty("user.name");
        Path root = Path.of(System.getProperty("java.io.tmpdir"), "binlogcapturer-testkit-" + user);
        if (!Files.isDirectory(root)) {
            Files.createDirectories(
                    root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        String owner = Files.getOwner(root).getName();
        if (!owner.equals(user)) {
            throw new IOException("The folder " + root + " belongs to " + owner + " and not to " + user
                    + ", so the servers in it are not run; remove it, or name another by -Djava.io.tmpdir");
        }
        return root;
    }
}
