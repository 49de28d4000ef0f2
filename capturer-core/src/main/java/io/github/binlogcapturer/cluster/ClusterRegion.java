package io.github.binlogcapturer.cluster;

import io.github.binlogcapturer.spi.PeerReport;
import io.github.binlogcapturer.spi.Region;
import java.util.List;

/**
 * A region of a binlog table, and what its peers say of it.
 *
 * @param leader the leader's {@code host:port} by the meta servers, empty where they know none
 * @param peers what each peer said, the leader first
 */
public record ClusterRegion(Region region, String leader, List<PeerReport> peers) {

    public ClusterRegion {
        peers = List.copyOf(peers);
    }
}
