package io.github.binlogcapturer.testkit.simulated;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** BaikalDB's hash partitions without an expression. Stateless. */
final class PartitionHash {

    private static final long SEED = 0x110;
    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;

    private PartitionHash() {}

    /**
     * Returns the partition of a value: integers modulo the number of partitions, everything else by a hash of its text. NULL counts as 0.
     *
     * @throws StatementFailedException if the value is negative, for which BaikalDB finds no partition either
     */
    static long partition(@Nullable Object value, int partitions) {
        if (partitions == 1 || value == null) {
            return 0;
        }
        if (!(value instanceof Number number)) {
            return Long.remainderUnsigned(murmur(value.toString().getBytes(StandardCharsets.UTF_8), SEED), partitions);
        }
        long partition = number.longValue() % partitions;
        if (partition < 0) {
            throw new StatementFailedException("There is no partition for " + value
                    + ": BaikalDB takes the remainder of a negative value, and that is negative; use values from 0 on");
        }
        return partition;
    }

    /** Returns the number that an entry names as its partition key: of texts, their leading digits. */
    static long key(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.longValue();
        }
        String text = value == null ? "" : value.toString();
        long key = 0;
        for (int i = 0; i < text.length() && Character.isDigit(text.charAt(i)); i++) {
            key = key * 10 + Character.digit(text.charAt(i), 10);
        }
        return key;
    }

    /** Returns the first word of MurmurHash3_x64_128. */
    static long murmur(byte[] data, long seed) {
        ByteBuffer words = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        long h1 = seed;
        long h2 = seed;
        while (words.remaining() >= 16) {
            h1 = (Long.rotateLeft(h1 ^ mix1(words.getLong()), 27) + h2) * 5 + 0x52dce729;
            h2 = (Long.rotateLeft(h2 ^ mix2(words.getLong()), 31) + h1) * 5 + 0x38495ab5;
        }
        byte[] tail = new byte[16];
        words.get(tail, 0, words.remaining());
        ByteBuffer last = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
        h1 ^= mix1(last.getLong()) ^ data.length;
        h2 ^= mix2(last.getLong()) ^ data.length;
        h1 += h2;
        h2 += h1;
        return finish(h1) + finish(h2);
    }

    private static long mix1(long word) {
        return Long.rotateLeft(word * C1, 31) * C2;
    }

    private static long mix2(long word) {
        return Long.rotateLeft(word * C2, 33) * C1;
    }

    private static long finish(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
