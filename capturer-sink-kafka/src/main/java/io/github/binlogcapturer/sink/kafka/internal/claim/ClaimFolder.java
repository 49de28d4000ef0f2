package io.github.binlogcapturer.sink.kafka.internal.claim;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.error.SinkException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A folder with one file per value, named after the value's SHA-256, so that a value that is put twice is one file. A file under its name
 * is complete and on disk. Thread-safe, and for several processes.
 */
public final class ClaimFolder {

    private final Path folder;

    public ClaimFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /**
     * Puts a value on disk. Blocks.
     *
     * @return the name of its file, which is its SHA-256 in hexadecimal
     * @throws SinkException if it cannot be written
     */
    public String put(byte[] value) {
        String name = sha256(value);
        Path file = folder.resolve(name);
        try {
            if (!isThere(file, value.length)) {
                write(file, value);
            }
            return name;
        } catch (IOException e) {
            throw new SinkException(
                    "Cannot keep a value of " + value.length + " bytes in the file " + file + " for its claim check: "
                            + e + "; make room or give the sink the right to write there",
                    e);
        }
    }

    /**
     * Reads a value. Blocks.
     *
     * @param sha256 what the value has to be
     * @throws DataException if the name is none of a file in the folder, or the file holds something else
     * @throws IOException if it cannot be read
     */
    public byte[] get(String name, String sha256) throws IOException {
        Path file = folder.resolve(name).normalize();
        if (!folder.equals(file.getParent())) {
            throw new DataException("A claim check names a file of " + folder + ", but got \"" + name + "\"");
        }
        byte[] value = Files.readAllBytes(file);
        if (!sha256(value).equals(sha256)) {
            throw new DataException("The " + value.length + " bytes of " + file
                    + " are not what its claim check says (SHA-256 " + sha256 + "); restore the file");
        }
        return value;
    }

    private static boolean isThere(Path file, int length) throws IOException {
        try {
            return Files.size(file) == length;
        } catch (NoSuchFileException absent) {
            return false;
        }
    }

    private void write(Path file, byte[] value) throws IOException {
        Files.createDirectories(folder);
        // not createTempFile, whose files nobody but their owner may read
        Path open = folder.resolve(".claim-" + UUID.randomUUID() + ".open");
        try {
            try (FileChannel channel =
                    FileChannel.open(open, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(value);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(open, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(open);
        }
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private static String sha256(byte[] value) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256, but this one does not", e);
        }
    }
}
