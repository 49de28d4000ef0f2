package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.spi.CaptureClock;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;

/**
 * How records are sent.
 *
 * @param records makes the records' source of a run, given a client that asks for topics
 * @param exactlyOnce how the position is kept with the records, or {@link ExactlyOnce#OFF}
 * @param encoders how many threads make records, beside the writer
 * @param flushIntervalNs how long the capturer waits for acknowledgements at most, and the length of a Kafka transaction
 * @param watermarkIntervalNs how often watermarks are sent, 0 for never
 */
public record ProduceSettings(
        ClientSettings clients,
        Function<Admin, RecordSource> records,
        ExactlyOnce exactlyOnce,
        int encoders,
        long flushIntervalNs,
        long watermarkIntervalNs,
        CaptureClock clock) {

    public ProduceSettings {
        Objects.requireNonNull(clients, "clients");
        Objects.requireNonNull(records, "records");
        Objects.requireNonNull(exactlyOnce, "exactlyOnce");
        Objects.requireNonNull(clock, "clock");
    }
}
