package io.github.binlogcapturer.benchmarks.decode;

/** Sums up the values that were decoded, so that all ways have to find the same. */
final class Checksum {

    private long common;

    /** Decodes all entries and returns the sum of their values. */
    long of(EntryDecoding decoding, LoggedEntries logged) throws Exception {
        Sum sum = new Sum();
        for (int i = 0; i < logged.entries().size(); i++) {
            decoding.decode(i, logged.entries().get(i), sum);
        }
        return sum.value;
    }

    /** Requires that a sum is the one of all ways so far. */
    void agree(long value) {
        if (common == 0) {
            common = value;
        }
        require(common, value);
    }

    void require(long expected, long found) {
        if (found != expected) {
            throw new IllegalStateException("The values add up to " + found + ", but to " + expected + " elsewhere");
        }
    }

    private static final class Sum implements RowValues {

        private long value;

        @Override
        public void number(long number) {
            value = 31 * value + number;
        }

        @Override
        public void text(String text) {
            value = 31 * value + text.length() + text.charAt(text.length() - 1);
        }
    }
}
