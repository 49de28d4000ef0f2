package io.github.binlogcapturer.benchmarks.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The peer of the file sink: appends a few ready records again and again, which stay near to the processor, collected in a direct buffer of 64 KiB, than which a larger one is slower.
 * That is what a program does that has nothing to encode.
 */
final class BareAppends {

    private static final int BUFFER_BYTES = 64 << 10;

    private final List<byte[]> few;
    private final int count;
    private final Forced forced;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    /** @param count how many to append in all */
    BareAppends(List<byte[]> few, int count, Forced forced) {
        this.few = few;
        this.count = count;
        this.forced = forced;
    }

    /**
     * When the file is forced to the disk, besides at the end.
     *
     * @param records after how many records
     * @param intervalNs after how many nanoseconds
     */
    record Forced(int records, long intervalNs) {

        static Forced every(int records) {
            return new Forced(records, Long.MAX_VALUE);
        }

        static Forced each(Duration interval) {
            return new Forced(Integer.MAX_VALUE, interval.toNanos());
        }

        static Forced never() {
            return new Forced(Integer.MAX_VALUE, Long.MAX_VALUE);
        }

        boolean isNever() {
            return equals(never());
        }
    }

    /**
     * Appends all once; returns how many records per second.
     *
     * @throws IllegalStateException if the bytes in the file have another checksum
     */
    double rate() throws IOException {
        Path folder = Scratch.create();
        try {
            Path file = folder.resolve("bare");
            long tookNs = append(file);
            Scratch.verify(file, 0, checksum());
            return Scratch.rate(count, tookNs);
        } finally {
            Scratch.delete(folder);
        }
    }

    /** Returns the checksum of all bytes that are appended. */
    long checksum() {
        CRC32C crc = new CRC32C();
        for (int i = 0; i < count; i++) {
            crc.update(few.get(i % few.size()));
        }
        return crc.getValue();
    }

    private long append(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND)) {
            long startNs = System.nanoTime();
            append(channel);
            return System.nanoTime() - startNs;
        }
    }

    private void append(FileChannel channel) throws IOException {
        long forcedNs = System.nanoTime();
        int unforced = 0;
        int next = 0;
        for (int i = 0; i < count; i++) {
            byte[] record = few.get(next);
            next = next + 1 == few.size() ? 0 : next + 1;
            if (buffer.remaining() < record.length) {
                drain(channel);
                if (System.nanoTime() - forcedNs > forced.intervalNs) {
                    channel.force(false);
                    forcedNs = System.nanoTime();
                }
            }
            buffer.put(record);
            if (++unforced == forced.records) {
                drain(channel);
                channel.force(false);
                unforced = 0;
            }
        }
        drain(channel);
        if (!forced.isNever()) {
            channel.force(false);
        }
    }

    private void drain(FileChannel channel) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }
}
