package io.github.binlogcapturer.sink.file.internal.folder;

import io.github.binlogcapturer.sink.file.Compression;
import io.github.binlogcapturer.sink.file.internal.files.PackedStreams;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

/**
 * Compresses a complete file: into a temporary name, read back and compared, forced, renamed, and only then the original goes. Wherever
 * that is interrupted, the original or its whole compressed form is there.
 */
final class Packer {

    private static final int BLOCK_BYTES = 64 * 1024;

    private final FileOperations operations;
    private final Path directory;
    private final Compression compression;
    private final BooleanSupplier stopping;

    Packer(FolderConfig config, BooleanSupplier stopping) {
        this.operations = config.operations();
        this.directory = config.directory();
        this.compression = config.compression();
        this.stopping = stopping;
    }

    /**
     * Puts the compressed file in the place of the original, which keeps its name and time where that is given up.
     *
     * @throws IOException if that fails; the original is there then
     */
    void pack(Segment segment) throws IOException {
        Path original = segment.path();
        Path packed = original.resolveSibling(original.getFileName() + compression.suffix());
        Path partial = packed.resolveSibling(packed.getFileName() + Names.PARTIAL_SUFFIX);
        try {
            if (!compress(original, partial)) {
                operations.delete(partial); // the sink closes
                return;
            }
            Files.setLastModifiedTime(partial, Files.getLastModifiedTime(original));
            operations.move(partial, packed);
        } catch (IOException | RuntimeException | Error e) {
            deleteAfter(partial, e);
            throw e;
        }
        operations.forceDirectory(directory);
        operations.delete(original);
        operations.forceDirectory(directory);
    }

    /** What is left would take room, most of all where too little of it is why that failed. */
    private void deleteAfter(Path partial, Throwable failure) {
        try {
            if (Files.exists(partial)) {
                operations.delete(partial);
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Writes and reads back; returns whether that was not given up. */
    private boolean compress(Path original, Path partial) throws IOException {
        Long written = write(original, partial);
        Long readBack = written == null ? null : read(partial);
        if (written == null || readBack == null) {
            return false;
        }
        if (!readBack.equals(written)) {
            throw new IOException("What was compressed into " + partial + " was read back as something else");
        }
        return true;
    }

    private @Nullable Long write(Path original, Path partial) throws IOException {
        try (InputStream in = Files.newInputStream(original);
                FileChannel channel = operations.open(partial, CREATE, TRUNCATE_EXISTING, WRITE)) {
            Long crc;
            try (OutputStream out =
                    PackedStreams.writing(compression, new KeptOpen(Channels.newOutputStream(channel)))) {
                crc = copy(in, out);
            }
            channel.force(true);
            return crc;
        }
    }

    private @Nullable Long read(Path partial) throws IOException {
        try (InputStream file = Files.newInputStream(partial);
                InputStream in = PackedStreams.reading(compression.suffix(), file)) {
            return copy(in, OutputStream.nullOutputStream());
        }
    }

    /** Returns a checksum of what was copied; null where the sink closes meanwhile. */
    private @Nullable Long copy(InputStream in, OutputStream out) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] block = new byte[BLOCK_BYTES];
        for (int read = in.read(block); read >= 0; read = in.read(block)) {
            if (stopping.getAsBoolean()) {
                return null;
            }
            crc.update(block, 0, read);
            out.write(block, 0, read);
        }
        return crc.getValue();
    }

    /** Lets a compressing stream be closed, and so finished, while the file is still to be forced. */
    private static final class KeptOpen extends FilterOutputStream {

        KeptOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
