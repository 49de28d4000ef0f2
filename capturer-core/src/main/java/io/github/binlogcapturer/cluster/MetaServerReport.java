package io.github.binlogcapturer.cluster;

import java.util.Objects;

/**
 * What one meta server said when it was asked.
 *
 * @param address its {@code host:port}, as it was given
 * @param reachable whether it answered
 * @param leader whether it leads by its own word, so that schemas and links come from it
 * @param detail why it did not answer, or whom it takes for the leader; never empty
 */
public record MetaServerReport(String address, boolean reachable, boolean leader, String detail) {

    public MetaServerReport {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(detail, "detail");
    }
}
