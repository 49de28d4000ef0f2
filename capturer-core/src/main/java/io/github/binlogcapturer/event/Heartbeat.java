package io.github.binlogcapturer.event;

import java.util.Objects;

/**
 * Says that everything up to a timestamp has been delivered or filtered out, so that time moves on where no data flow. Delivered
 * only when asked for on the builder, and to sinks that {@linkplain io.github.binlogcapturer.spi.Sink#keepsPosition keep a position}.
 */
public record Heartbeat(CommitTs commitTs) implements BinlogEvent {

    public Heartbeat {
        Objects.requireNonNull(commitTs, "commitTs");
    }
}
