package io.github.binlogcapturer.benchmarks.decode;

/** Sums up the values that were decoded, so that all ways have to find the same. */
final class Checksum {

    private long common;

    /** Decodes all of them and returns the sum of the values. */
    long of(Decoding decoding, Logged logged) throws Exception {
        Sum sum = new Sum();
        for (int i = 0; i < logged.all().size(); i++) {
            decoding.decode(i, logged.all().get(i), sum);
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
