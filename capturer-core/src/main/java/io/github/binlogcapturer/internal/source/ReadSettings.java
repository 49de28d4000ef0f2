package io.github.binlogcapturer.internal.source;

import java.util.random.RandomGenerator;

/**
 * How readers read, from the {@link SourceConfig}.
 *
 * @param hedgeMs how long to wait for one peer before another is asked too
 * @param bytes how large an answer should be at most
 */
record ReadSettings(long timeoutMs, long hedgeMs, int rows, long bytes, long pollMs, RandomGenerator random) {

    private static final long MOST_BYTES = 8L << 20;
    private static final long AIM_BYTES = 512L << 10;
    private static final long LEAST_BYTES = 64L << 10;

    /** @param regions how many share what answers may take together */
    static ReadSettings of(SourceConfig config, int regions, RandomGenerator random) {
        long share = Math.max(LEAST_BYTES, config.reading().answerBytes() / regions);
        return new ReadSettings(
                config.reading().timeout().toMillis(),
                config.reading().hedgeAfter().toMillis(),
                config.reading().rows(),
                Math.min(MOST_BYTES, share),
                config.reading().pollInterval().toMillis(),
                random);
    }

    /**
     * Returns how large an answer should be at best: enough that the cost of a call is little beside it, and so little that its entries are
     * merged and gone while they are young.
     */
    long aimBytes() {
        return Math.min(bytes, AIM_BYTES);
    }

    /** Returns how large an answer may be without asking for memory first: one that misses its aim by less than that is taken. */
    int usualLimit() {
        return Math.toIntExact(2 * bytes);
    }

    /** Returns these settings for reading one entry. */
    ReadSettings forOneEntry() {
        return new ReadSettings(timeoutMs, hedgeMs, 1, bytes, pollMs, random);
    }
}
