package io.github.binlogcapturer.internal.conflict;

/** Hashes a sequence of 16-bit units, four at a time, as they come. Spaces at the end do not count. Reusable. */
final class TextHash {

    private long hash;
    private long word;
    private int units;
    private int spaces;

    void begin(long seed) {
        hash = seed;
        word = 0;
        units = 0;
        spaces = 0;
    }

    void add(int unit) {
        if (unit == ' ') {
            spaces++;
            return;
        }
        for (; spaces > 0; spaces--) {
            put(' ');
        }
        put(unit);
    }

    /** Returns whether the last unit was a space. */
    boolean endsInSpace() {
        return spaces > 0;
    }

    long end() {
        return Mixing.mix(Mixing.mix(hash, word), units);
    }

    private void put(int unit) {
        word = (word << 16) | unit;
        if ((++units & 3) == 0) {
            hash = Mixing.mix(hash, word);
            word = 0;
        }
    }
}
