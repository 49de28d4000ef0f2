package io.github.binlogcapturer.benchmarks.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** The folder of one round, and what was written there. */
final class Scratch {

    private static final int BUFFER_BYTES = 1 << 20;

    private Scratch() {}

    static Path create() throws IOException {
        return Files.createTempDirectory("file-figure");
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** @throws IllegalStateException if what stands behind a place of a file has another checksum */
    static void verify(Path file, long from, long checksum) throws IOException {
        if (checksum(file, from) != checksum) {
            throw new IllegalStateException(
                    "Other bytes were written than the first time, " + (Files.size(file) - from) + " of them");
        }
    }

    /** Returns the checksum of what stands behind a place of a file. */
    static long checksum(Path file, long from) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(from);
            while (channel.read(buffer) >= 0) {
                crc.update(buffer.flip());
                buffer.clear();
            }
        }
        return crc.getValue();
    }

    static double rate(int writes, long tookNs) {
        return writes * (double) TimeUnit.SECONDS.toNanos(1) / tookNs;
    }
}
