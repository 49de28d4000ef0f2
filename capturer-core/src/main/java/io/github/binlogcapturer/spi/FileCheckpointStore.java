package io.github.binlogcapturer.spi;

import io.github.binlogcapturer.error.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the checkpoint in a small text file, see {@link CheckpointFormat}. A save writes {@code NAME.tmp} beside the file, forces it to
 * disk, renames it over the file and forces the folder; so the file is the old or the new one whole, whenever the machine stops. A
 * {@code .tmp} that a crash left behind is never read, and the next save overwrites it. Loading changes nothing on disk.
 */
final class FileCheckpointStore implements CheckpointStore {

    /** No checkpoint comes near; a file beyond it is another one, and need not be read into memory to say so. */
    private static final long MAX_SIZE_BYTES = 16L << 20;

    private final Path file;
    private final Path temporary;
    private final Path folder;

    FileCheckpointStore(Path path) {
        this.file = path.toAbsolutePath();
        Path name = file.getFileName();
        Path parent = file.getParent();
        if (name == null || parent == null) {
            throw new IllegalArgumentException("A checkpoint file has a name and a folder, but got " + path);
        }
        this.temporary = file.resolveSibling(name + ".tmp");
        this.folder = parent;
    }

    @Override
    public Optional<Checkpoint> load() throws IOException {
        requireFolder();
        byte[] content;
        try {
            if (Files.size(file) > MAX_SIZE_BYTES) {
                throw unusable("it is larger than any checkpoint", null);
            }
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException neverSaved) {
            return Optional.empty();
        }
        try {
            return Optional.of(CheckpointFormat.parse(content));
        } catch (IllegalArgumentException e) {
            throw unusable(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void save(Checkpoint checkpoint) throws IOException {
        requireFolder();
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer content = ByteBuffer.wrap(CheckpointFormat.format(checkpoint));
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        forceFolder();
    }

    /** Makes the rename durable where folders can be opened; Windows has no such thing and keeps renames in its journal. */
    private void forceFolder() throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private void requireFolder() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("The folder " + folder + " of the checkpoint file " + file.getFileName()
                    + " does not exist; create it, or mount what holds it");
        }
    }

    private CheckpointException unusable(String what, @Nullable Throwable cause) {
        return new CheckpointException(
                "Checkpoint file " + file + " cannot be used: " + what
                        + ". It was left as it is; restore it from a backup, name another file, or remove it to start from"
                        + " the configured position",
                cause);
    }
}
