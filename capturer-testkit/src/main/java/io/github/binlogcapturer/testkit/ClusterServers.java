package io.github.binlogcapturer.testkit;

import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.testkit.servers.Catalog;
import io.github.binlogcapturer.testkit.servers.LoopbackServer;
import io.github.binlogcapturer.testkit.servers.MetaGroup;
import io.github.binlogcapturer.testkit.servers.MetaServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Puts the servers of a recorded cluster together, and ends them. Thread-safe. */
final class ClusterServers implements AutoCloseable {

    private static final long CLOSE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Settings settings;
    private final Recording recording;
    private final ClusterTime time;
    private final ReadCounter counter = new ReadCounter();
    private final List<LoopbackServer> metas = new ArrayList<>();
    /** By the store address of the recorded cluster: the server in its place first, then its followers. */
    private final Map<String, List<LoopbackServer>> storeGroups = new LinkedHashMap<>();

    private Catalog catalog = new Catalog(Map.of(), Map.of());

    private ClusterServers(Recording recording, Settings settings) {
        this.recording = recording;
        this.settings = settings;
        this.time = new ClusterTime(settings.clock(), recording.lastTs());
    }

    static ClusterServers start(Recording recording, Settings settings) {
        ClusterServers servers = new ClusterServers(recording, settings);
        try {
            servers.open();
            servers.serveMetas();
            servers.serveStores();
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
        return servers;
    }

    private void open() {
        for (int i = 0; i < settings.metaServers(); i++) {
            metas.add(LoopbackServer.open());
        }
        for (RegionInfo region : recording.regions().values()) {
            List<LoopbackServer> group = storeGroups.computeIfAbsent(region.getLeader(), leader -> new ArrayList<>());
            while (group.size() < 1 + settings.followers()) {
                group.add(LoopbackServer.open());
            }
        }
        Map<Long, RegionInfo> regions = new TreeMap<>();
        recording.regions().forEach((id, region) -> regions.put(id, relocated(region)));
        catalog = new Catalog(recording.schemas(), regions);
    }

    private RegionInfo relocated(RegionInfo region) {
        List<String> peers = addresses(groupOf(region).stream());
        return region.toBuilder()
                .clearPeers()
                .addAllPeers(peers)
                .setLeader(peers.get(0))
                .setReplicaNum(peers.size())
                .build();
    }

    private List<LoopbackServer> groupOf(RegionInfo recorded) {
        return storeGroups.getOrDefault(recorded.getLeader(), List.of());
    }

    private void serveMetas() {
        MetaGroup group = new RecordedMetaGroup(metas.get(metas.size() - 1).address(), catalog, time);
        for (LoopbackServer meta : metas) {
            meta.serve(new MetaServer(meta.address(), group, settings.filterRegionsByTableId()).service());
        }
    }

    private void serveStores() {
        StoreServer.Shared shared = new StoreServer.Shared(counter, settings.delays(), settings.maxResponseBytes());
        Map<String, Map<Long, ServedRegion>> regionsByStore = new LinkedHashMap<>();
        int slot = 1;
        for (RecordedRegion recorded : recording.logs().values()) {
            Heartbeats heartbeats = new Heartbeats(time, recorded.regionId(), slot, settings.heartbeatMs());
            slot++;
            ServedRegion served = new ServedRegion(relocated(recorded.info()), recorded, heartbeats);
            regionsByStore
                    .computeIfAbsent(recorded.info().getLeader(), leader -> new LinkedHashMap<>())
                    .put(recorded.regionId(), served);
        }
        storeGroups.forEach((recordedLeader, group) -> group.forEach(server -> server.serve(
                new StoreServer(server.address(), regionsByStore.getOrDefault(recordedLeader, Map.of()), shared)
                        .service())));
    }

    Catalog catalog() {
        return catalog;
    }

    ReadCounts reads() {
        return counter.snapshot();
    }

    List<String> metaAddresses() {
        return addresses(metas.stream());
    }

    List<String> storeAddresses() {
        return addresses(storeGroups.values().stream().flatMap(List::stream));
    }

    private static List<String> addresses(Stream<LoopbackServer> servers) {
        return servers.map(LoopbackServer::address).toList();
    }

    @Override
    public void close() {
        List<LoopbackServer> all = Stream.concat(
                        metas.stream(), storeGroups.values().stream().flatMap(List::stream))
                .toList();
        all.forEach(LoopbackServer::stop);
        settings.delays().close();
        try {
            awaitEnd(all);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitEnd(List<LoopbackServer> stopped) throws InterruptedException {
        long deadline = System.nanoTime() + CLOSE_TIMEOUT_NANOS;
        for (LoopbackServer server : stopped) {
            if (!server.awaitEnd(deadline - System.nanoTime())) {
                throw new IllegalStateException("Server " + server.address() + " has not ended after 5 s");
            }
        }
    }

    /** What the builder was told; see there. */
    record Settings(
            int followers,
            int metaServers,
            long heartbeatMs,
            long maxResponseBytes,
            boolean filterRegionsByTableId,
            AnswerDelays delays,
            CaptureClock clock) {}
}
