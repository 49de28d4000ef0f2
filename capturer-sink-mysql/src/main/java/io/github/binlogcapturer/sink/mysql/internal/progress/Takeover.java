package io.github.binlogcapturer.sink.mysql.internal.progress;

import io.github.binlogcapturer.spi.SinkStanding;
import java.util.Objects;

/**
 * A group that was taken over.
 *
 * @param epoch with which its rows may be written from now on
 * @param standing what the target holds
 */
public record Takeover(long epoch, SinkStanding standing) {

    public Takeover {
        Objects.requireNonNull(standing, "standing");
    }
}
