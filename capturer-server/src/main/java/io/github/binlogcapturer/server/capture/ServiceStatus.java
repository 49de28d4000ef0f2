package io.github.binlogcapturer.server.capture;

import java.time.Instant;
import java.util.List;

/**
 * How the program is at a moment.
 *
 * @param name the capture's name
 * @param version the program's version
 * @param startedAt when the process began
 * @param at when this was taken
 * @param heapUsedBytes of this JVM
 * @param heapMaxBytes of this JVM
 * @param targets in the order of the configuration
 */
public record ServiceStatus(
        String name,
        String version,
        Instant startedAt,
        Instant at,
        long heapUsedBytes,
        long heapMaxBytes,
        List<TargetStatus> targets) {

    public ServiceStatus {
        targets = List.copyOf(targets);
    }
}
