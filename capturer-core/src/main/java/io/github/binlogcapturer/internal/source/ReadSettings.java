package io.github.binlogcapturer.internal.source;

import java.util.random.RandomGenerator;

/** How readers read, from the {@link SourceConfig}. */
record ReadSettings(long timeoutMs, int rows, long bytes, long pollMs, RandomGenerator random) {

    static ReadSettings of(SourceConfig config, RandomGenerator random) {
        return new ReadSettings(
                config.readTimeout().toMillis(),
                config.readRows(),
                config.readBytes(),
                config.pollInterval().toMillis(),
                random);
    }
}
