package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.internal.meta.Addresses;
import io.github.binlogcapturer.protocol.RegionInfo;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a region lives.
 *
 * @param leader the supposed leader; a hint, since meta servers notice a change late
 * @param peers all stores that hold it, the leader included
 */
record RegionPlace(long version, long confVersion, @Nullable String leader, List<String> peers) {

    RegionPlace {
        peers = List.copyOf(peers);
    }

    static RegionPlace of(RegionInfo info) {
        return new RegionPlace(
                info.getVersion(), info.getConfVersion(), Addresses.ofLeader(info.getLeader()), info.getPeersList());
    }

    /** Returns the stores to ask, the leader first. */
    List<String> leaderFirst() {
        Set<String> ordered = new LinkedHashSet<>();
        if (leader != null) {
            ordered.add(leader);
        }
        ordered.addAll(peers);
        return new ArrayList<>(ordered);
    }

    /** Returns this place, with the peers of another where none came along. */
    RegionPlace orPeersOf(RegionPlace other) {
        return peers.isEmpty() ? new RegionPlace(version, confVersion, leader, other.peers) : this;
    }

    boolean isOlderThan(RegionPlace other) {
        return version < other.version || (version == other.version && confVersion < other.confVersion);
    }
}
