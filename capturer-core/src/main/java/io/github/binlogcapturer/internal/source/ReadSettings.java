package io.github.binlogcapturer.internal.source;

import java.util.random.RandomGenerator;

/** How readers read, from the {@link SourceConfig}. */
record ReadSettings(long timeoutMs, int rows, long bytes, long pollMs, RandomGenerator random) {

    private static final long MOST_BYTES = 8L << 20;
    private static final long LEAST_BYTES = 64L << 10;

    /** @param regions how many share what answers may take together */
    static ReadSettings of(SourceConfig config, int regions, RandomGenerator random) {
        long share = Math.max(LEAST_BYTES, config.reading().answerBytes() / regions);
        return new ReadSettings(
                config.reading().timeout().toMillis(),
                config.reading().rows(),
                Math.min(MOST_BYTES, share),
                config.reading().pollInterval().toMillis(),
                random);
    }
}
