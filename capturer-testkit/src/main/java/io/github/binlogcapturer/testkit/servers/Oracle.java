package io.github.binlogcapturer.testkit.servers;

import io.github.binlogcapturer.protocol.TsoTimestamp;
import java.util.Optional;

/** The timestamp oracle of a cluster. Its milliseconds count from 2020-01-01 00:00 at UTC+8. Thread-safe. */
public interface Oracle {

    /** The bits of a ts below the milliseconds. */
    int LOGICAL_BITS = 18;

    /** The largest number of timestamps that one request may take. */
    long MAX_COUNT = 1L << 16;

    /**
     * Returns the first of {@code count} timestamps that belong to the caller alone; empty while the oracle is not healthy.
     *
     * @param count 1 to {@link #MAX_COUNT}
     */
    Optional<TsoTimestamp> allocate(long count);

    /** Returns the current millisecond. */
    long nowMs();

    /** Returns the millisecond that servers know of which do not lead the oracle. */
    long followersMs();
}
