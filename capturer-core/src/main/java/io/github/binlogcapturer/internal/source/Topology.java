package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.internal.meta.MetaClient;
import io.github.binlogcapturer.protocol.RegionInfo;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Where regions live, as far as is known: fed by meta servers and stores, read by all readers. Thread-safe. */
final class Topology {

    private static final RegionPlace UNKNOWN = new RegionPlace(0, 0, null, List.of());

    private final MetaClient meta;
    private final ConcurrentMap<Long, RegionPlace> places = new ConcurrentHashMap<>();

    Topology(MetaClient meta) {
        this.meta = meta;
    }

    /** Returns where a region lives; nowhere where that is not known. */
    RegionPlace place(long regionId) {
        return places.getOrDefault(regionId, UNKNOWN);
    }

    /** Takes over what somebody knows about regions, unless something newer is known already. */
    void adopt(Collection<RegionInfo> infos) {
        for (RegionInfo info : infos) {
            RegionPlace told = RegionPlace.of(info);
            places.merge(
                    info.getRegionId(),
                    told,
                    (known, given) -> given.isOlderThan(known) ? known : given.orPeersOf(known));
        }
    }

    /** Asks the meta servers where a region lives; returns whether they know it. May block, and throws like {@link MetaClient}. */
    boolean refresh(long regionId) throws InterruptedException {
        Optional<RegionInfo> found = meta.region(regionId);
        found.ifPresent(info -> adopt(List.of(info)));
        return found.isPresent();
    }
}
