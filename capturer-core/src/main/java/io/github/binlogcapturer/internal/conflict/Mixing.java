package io.github.binlogcapturer.internal.conflict;

/**
 * The 64-bit mixing step behind all key hashes: SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators",
 * OOPSLA 2014) with Stafford's variant 13 of MurmurHash3's finalizer. A step is a bijection, so keys of one integer never collide, and
 * every input bit reaches high and low bits alike.
 */
final class Mixing {

    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

    private Mixing() {}

    static long mix(long hash, long word) {
        long z = (hash ^ word) + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return z ^ (z >>> 31);
    }

    static long ofText(String text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = mix(hash, text.charAt(i));
        }
        return hash;
    }

    /** Hashes bytes, eight at a time. */
    static long ofBytes(long seed, byte[] bytes, int length) {
        long hash = seed;
        int at = 0;
        for (; at + 8 <= length; at += 8) {
            hash = mix(hash, word(bytes, at, 8));
        }
        // the length keeps a tail of zeros apart from none
        return mix(mix(hash, word(bytes, at, length - at)), length);
    }

    private static long word(byte[] bytes, int at, int count) {
        long word = 0;
        for (int i = 0; i < count; i++) {
            word |= (bytes[at + i] & 0xffL) << (8 * i);
        }
        return word;
    }
}
