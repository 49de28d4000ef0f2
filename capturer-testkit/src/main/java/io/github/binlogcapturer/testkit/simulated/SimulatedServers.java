package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.protocol.MetaManagerRequest;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.testkit.servers.LinkRules;
import io.github.binlogcapturer.testkit.simulated.RegionGroup.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts the servers of a simulated cluster together, keeps its regions, and ends it. Thread-safe. */
final class SimulatedServers implements BinlogStores, MetaCatalog, AutoCloseable {

    private static final long CLOSE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int MOST_PEERS = 3;

    private final ClusterSettings settings;
    private final SimulatedOracle oracle;
    private final Ticker ticker;
    private final ConcurrentSkipListMap<Long, RegionGroup> regions = new ConcurrentSkipListMap<>();
    private final List<SimulatedStore> stores = new ArrayList<>();
    private final SimulatedMetas metas;
    private final TrafficCounter counter = new TrafficCounter();
    /** Holds slow answers back. One that comes while the cluster closes is dropped: its call is cut. */
    private final ScheduledExecutorService timer =
            new ScheduledThreadPoolExecutor(1, SimulatedServers::thread, new ThreadPoolExecutor.DiscardPolicy());

    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong placed = new AtomicLong();

    private volatile @Nullable RegionRecovery recovery;

    private SimulatedServers(ClusterSettings settings) {
        this.settings = settings;
        this.oracle = new SimulatedOracle(settings.clock());
        this.ticker = new Ticker(settings.clock());
        this.metas = new SimulatedMetas(regions.values(), oracle);
    }

    static SimulatedServers start(ClusterSettings settings) {
        SimulatedServers servers = new SimulatedServers(settings);
        try {
            servers.open();
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
        return servers;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "simulated-cluster-slow-answers");
        thread.setDaemon(true);
        return thread;
    }

    private void open() {
        for (int i = 0; i < settings.stores(); i++) {
            stores.add(new SimulatedStore(regions::get, counter, timer));
        }
        metas.open(settings.metaServers(), settings.filterRegionsByTableId());
        if (settings.heartbeatNs() > 0) {
            ticker.every(settings.heartbeatNs(), this::heartbeat);
        }
        ticker.every(settings.recoveryIntervalNs(), this::recover);
        ticker.every(0, () -> regions.values().forEach(RegionGroup::tick));
        ticker.start();
    }

    // --- what SQL nodes and DDL do ---

    @Override
    public long takeTimestamps(int count) {
        return oracle.take(count);
    }

    @Override
    public List<Long> writableRegions(long binlogTableId, long partition) {
        List<Long> writable = regionsOf(binlogTableId)
                .filter(region -> region.partition() == partition)
                .filter(RegionGroup::writable)
                .map(RegionGroup::regionId)
                .toList();
        if (writable.isEmpty()) {
            throw new IllegalArgumentException("Partition " + partition + " of binlog table " + binlogTableId
                    + " has no region that can be written to: create its regions first");
        }
        return writable;
    }

    @Override
    public void propose(long regionId, StoreReq request) {
        region(regionId).propose(request);
    }

    @Override
    public void resolveWith(PrimaryRegions primaries) {
        recovery = new RegionRecovery(primaries, oracle, settings.recoveryAgeNs());
    }

    @Override
    public long nextId() {
        return ids.incrementAndGet();
    }

    @Override
    public void put(SchemaInfo schema) {
        metas.put(schema);
    }

    @Override
    public void relinkWith(Function<MetaManagerRequest, LinkRules.Outcome> relink) {
        metas.relinkWith(relink);
    }

    @Override
    public void createRegions(SchemaInfo binlogTable, int regionsPerPartition) {
        long nowNs = settings.clock().nanoTime();
        Schedule schedule = new Schedule(nowNs + settings.regionsAppearAfterNs(), nowNs);
        for (long partition = 0; partition < partitionsOf(binlogTable); partition++) {
            for (int i = 0; i < regionsPerPartition; i++) {
                // the first heartbeat of a real region comes within a second; nobody can use the table before
                create(binlogTable, partition, schedule).fake(oracle.take(1));
            }
        }
    }

    private static long partitionsOf(SchemaInfo table) {
        return Math.max(1, table.getPartitionNum());
    }

    /** Adds a region to a partition, which SQL nodes come to know later than meta. */
    long addRegion(SchemaInfo binlogTable, long partition) {
        if ((partition < 0) || (partition >= partitionsOf(binlogTable))) {
            throw new IllegalArgumentException("Binlog table " + binlogTable.getTableName() + " has partitions 0 to "
                    + (partitionsOf(binlogTable) - 1) + ", but not " + partition);
        }
        long nowNs = settings.clock().nanoTime();
        return create(binlogTable, partition, new Schedule(nowNs, nowNs + settings.joinDelayNs()))
                .regionId();
    }

    private RegionGroup create(SchemaInfo table, long partition, Schedule schedule) {
        RegionInfo identity = RegionInfo.newBuilder()
                .setRegionId(nextId())
                .setTableName(table.getTableName())
                .setTableId(table.getTableId())
                .setPartitionId(partition)
                .setIsBinlogRegion(true)
                .build();
        RegionGroup region = new RegionGroup(identity, BinlogColumns.of(table), placePeers(), schedule, settings);
        regions.put(region.regionId(), region);
        stores.stream()
                .filter(store -> !store.server().works())
                .forEach(store -> region.storeDown(store.address(), true));
        metas.regionsChanged();
        return region;
    }

    private List<String> placePeers() {
        int first = (int) (placed.getAndIncrement() % stores.size());
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST_PEERS, stores.size()); i++) {
            addresses.add(stores.get((first + i) % stores.size()).address());
        }
        return addresses;
    }

    /** Removes a region; throws {@link IllegalStateException} while a prewrite waits there. */
    void dropRegion(long regionId) {
        region(regionId).leave();
        regions.remove(regionId);
        metas.regionsChanged();
    }

    // --- what happens by itself ---

    /** Gives each region a FAKE, as its leader does every second; none while the oracle is down. */
    void heartbeat() {
        regions.values().forEach(region -> oracle.tryTake(1).ifPresent(region::fake));
    }

    private void recover() {
        RegionRecovery current = recovery;
        if (current != null) {
            regions.values().forEach(current::examine);
        }
    }

    // --- the parts, for the cluster and its faults ---

    SimulatedOracle oracle() {
        return oracle;
    }

    SimulatedMetas metas() {
        return metas;
    }

    /** Returns a region; throws {@link IllegalArgumentException} if there is none. */
    RegionGroup region(long regionId) {
        RegionGroup region = regions.get(regionId);
        if (region == null) {
            throw new IllegalArgumentException("There is no region " + regionId + ", only " + regions.keySet());
        }
        return region;
    }

    Stream<RegionGroup> regions() {
        return regions.values().stream();
    }

    Stream<RegionGroup> regionsOf(long tableId) {
        return regions().filter(region -> region.tableId() == tableId);
    }

    List<String> storeAddresses() {
        return stores.stream().map(SimulatedStore::address).toList();
    }

    List<String> metaAddresses() {
        return metas.servers().stream().map(ProxiedServer::address).toList();
    }

    /** Returns a store; throws {@link IllegalArgumentException} if there is none. */
    SimulatedStore store(String address) {
        return stores.stream()
                .filter(store -> store.address().equals(address))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("No store is at " + address + ", only at " + storeAddresses()));
    }

    /** Returns a meta server; throws {@link IllegalArgumentException} if there is none. */
    ProxiedServer meta(String address) {
        return metas.servers().stream()
                .filter(server -> server.address().equals(address))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "No meta server is at " + address + ", only at " + metaAddresses()));
    }

    /** Tells all regions whether a store works, after that has changed. */
    synchronized void storeChanged(SimulatedStore store) {
        boolean down = !store.server().works();
        regions().forEach(region -> region.storeDown(store.address(), down));
    }

    List<String> downStores() {
        return stores.stream()
                .filter(store -> !store.server().works())
                .map(SimulatedStore::address)
                .toList();
    }

    SimulatedTraffic traffic() {
        Map<String, Long> connections = new TreeMap<>();
        servers()
                .forEach(server ->
                        connections.put(server.address(), server.proxy().opened()));
        return counter.snapshot(connections);
    }

    private Stream<ProxiedServer> servers() {
        return Stream.concat(metas.servers().stream(), stores.stream().map(SimulatedStore::server));
    }

    /** Ends the cluster, and throws {@link IllegalStateException} if a part of it does not end or has failed. */
    @Override
    public void close() {
        servers().forEach(ProxiedServer::stop);
        timer.shutdownNow();
        try {
            awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ticker.close();
    }

    private void awaitEnd() throws InterruptedException {
        long deadline = System.nanoTime() + CLOSE_TIMEOUT_NANOS;
        for (ProxiedServer server : servers().toList()) {
            if (!server.awaitEnd(deadline - System.nanoTime())) {
                throw new IllegalStateException("Server " + server.address() + " has not ended after 5 s");
            }
        }
    }
}
