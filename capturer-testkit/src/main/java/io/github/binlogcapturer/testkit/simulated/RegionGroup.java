package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.WireCodes;
import io.github.binlogcapturer.testkit.servers.MetaGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A region: its log, its peers, who leads them, and what meta has heard of it. Raft is reduced to what clients can tell apart: a write is
 * applied at once by every peer that is up and does not lag, one living peer is majority enough. Thread-safe by its monitor.
 */
final class RegionGroup {

    static final long FIRST_VERSION = 1;

    private final RegionInfo identity;
    private final ClusterSettings settings;
    private final RegionLog log;
    private final long visibleFromNs;
    private final long writableFromNs;

    // guarded by this
    private final Map<String, SimulatedPeer> peers = new LinkedHashMap<>();
    private final TreeMap<Long, Waiting> waiting = new TreeMap<>();
    private @Nullable String leader;
    private String leaderBefore;
    private long leaderSinceNs;
    private int leaderUnknown;
    private String metaLeader;
    private String replicatedLeader;
    private int hiddenFromMeta;
    private long confVersion = 1;
    private boolean leaving;

    RegionGroup(
            RegionInfo identity,
            BinlogColumns columns,
            List<String> stores,
            Schedule schedule,
            ClusterSettings settings) {
        this.identity = identity;
        this.settings = settings;
        this.log = new RegionLog(columns);
        this.visibleFromNs = schedule.visibleFromNs();
        this.writableFromNs = schedule.writableFromNs();
        stores.forEach(store -> peers.put(store, new SimulatedPeer(this, store)));
        this.leaderBefore = stores.get(0);
        this.leader = leaderBefore;
        this.metaLeader = leaderBefore;
        this.replicatedLeader = leaderBefore;
        this.leaderSinceNs = nowNs();
    }

    private long nowNs() {
        return settings.clock().nanoTime();
    }

    long regionId() {
        return identity.getRegionId();
    }

    long tableId() {
        return identity.getTableId();
    }

    long partition() {
        return identity.getPartitionId();
    }

    long maxResponseBytes() {
        return settings.maxResponseBytes();
    }

    RegionLog log() {
        return log;
    }

    // --- writing ---

    /** Has the leader append and apply a write; see {@link BinlogStores#propose}. */
    synchronized void propose(StoreReq request) {
        requireLeader();
        BinlogDesc desc = request.getBinlogDesc();
        Waiting prewritten = waiting.get(desc.getStartTs());
        log.append(request, (prewritten == null) ? 1 : prewritten.desc().getBinlogRowCnt());
        if (request.getOpType() == WireCodes.Op.PREWRITE_BINLOG) {
            waiting.put(desc.getBinlogTs(), new Waiting(desc, nowNs()));
        } else {
            waiting.remove(desc.getStartTs());
        }
        applyAll();
    }

    /** Ends a prewrite, unless it has ended meanwhile or nobody leads; returns whether it did. */
    synchronized boolean proposeIfWaiting(StoreReq request) {
        boolean due =
                waiting.containsKey(request.getBinlogDesc().getStartTs()) && !leader().equals(MetaGroup.NO_LEADER);
        if (due) {
            propose(request);
        }
        return due;
    }

    /** Appends a FAKE, unless there is nobody who would. */
    synchronized void fake(long ts) {
        if (!leader().equals(MetaGroup.NO_LEADER)) {
            log.fake(ts);
            applyAll();
        }
    }

    synchronized void history(long firstTs, long count, long stepMs) {
        log.history(firstTs, count, stepMs);
        applyAll();
    }

    private void applyAll() {
        peers.values().forEach(peer -> peer.catchUp(log));
        log.trim(peers.values().stream().mapToLong(SimulatedPeer::applied).min().orElse(0));
    }

    /** Returns the prewrites that have waited for a while, if there is a leader to care for them. */
    synchronized List<BinlogDesc> waitingFor(long ageNs) {
        if (leader().equals(MetaGroup.NO_LEADER)) {
            return List.of();
        }
        long nowNs = nowNs();
        return waiting.values().stream()
                .filter(prewrite -> nowNs - prewrite.sinceNs() >= ageNs)
                .map(Waiting::desc)
                .toList();
    }

    /** Returns whether SQL nodes choose the region for new transactions. */
    synchronized boolean writable() {
        return !leaving
                && (nowNs() - writableFromNs >= 0)
                && peers.values().stream().anyMatch(SimulatedPeer::initialized);
    }

    /** Ends new writes; throws {@link IllegalStateException} and takes it back if a prewrite still waits. */
    synchronized void leave() {
        if (!waiting.isEmpty()) {
            throw new IllegalStateException(
                    "Region " + regionId() + " has prewrites that wait for their commit, start ts " + waiting.keySet()
                            + ": end the transactions first");
        }
        leaving = true;
    }

    // --- peers ---

    synchronized @Nullable SimulatedPeer peer(String address) {
        return peers.get(address);
    }

    synchronized List<String> addresses() {
        return List.copyOf(peers.keySet());
    }

    private SimulatedPeer requirePeer(String address) {
        SimulatedPeer peer = peers.get(address);
        if (peer == null) {
            throw new IllegalArgumentException(
                    "Region " + regionId() + " has no peer at " + address + ", only at " + peers.keySet());
        }
        return peer;
    }

    synchronized void storeDown(String address, boolean down) {
        SimulatedPeer peer = peers.get(address);
        if (peer == null) {
            return;
        }
        peer.setDown(down);
        if (down && address.equals(leader)) {
            leader = null;
            leaderSinceNs = nowNs();
        }
        applyAll();
    }

    synchronized void lag(String address, boolean lags) {
        SimulatedPeer peer = peers.get(address);
        if (!lags && ((peer == null) || !peer.lags())) {
            return;
        }
        if (lags && address.equals(leader)) {
            throw new IllegalArgumentException(address + " leads region " + regionId() + ": only a follower can lag");
        }
        requirePeer(address).lag(lags ? 1 : -1);
        applyAll();
    }

    /** Expires payloads on one peer, or on all of them. */
    synchronized void shorten(@Nullable String address, long ts) {
        Stream<SimulatedPeer> shortened = (address == null) ? peers.values().stream() : Stream.of(requirePeer(address));
        shortened.forEach(peer -> peer.shorten(ts));
        freeUnneeded();
    }

    synchronized void moveOffline(long fromTs, long toTs) {
        long unfinished = waiting.isEmpty() ? toTs : Math.min(toTs, waiting.firstKey());
        long onlineFrom = Math.min(unfinished, log.readableFrom(toTs));
        peers.values().forEach(peer -> peer.moveOffline(fromTs, toTs, onlineFrom));
        freeUnneeded();
    }

    private void freeUnneeded() {
        log.free(peers.values().stream()
                .mapToLong(SimulatedPeer::needsFrom)
                .min()
                .orElse(0));
    }

    synchronized void raiseVersion() {
        requireLeader();
        long raised =
                peers.values().stream().mapToLong(SimulatedPeer::version).max().orElse(FIRST_VERSION) + 1;
        log.append(new LogRecord.Version(raised));
        applyAll();
    }

    /** Removes a peer, and builds another one from the leader's snapshot where a store is free. */
    synchronized void move(String from, List<String> stores, Iterable<String> downStores) {
        requirePeer(from);
        String free = stores.stream()
                .filter(store -> !peers.containsKey(store))
                .findFirst()
                .orElse(null);
        if ((free == null) && (peers.size() == 1)) {
            throw new IllegalStateException(
                    "Region " + regionId() + " has one peer and no store is free to take it over");
        }
        SimulatedPeer source = (leader == null) ? requirePeer(from) : requirePeer(leader);
        if (free != null) {
            peers.put(free, new SimulatedPeer(free, source));
        }
        peers.remove(from);
        downStores.forEach(store -> storeDown(store, true));
        if (from.equals(leader)) {
            elect();
        }
        confVersion++;
        tellMeta();
        replicatedLeader = metaLeader;
    }

    // --- leader ---

    /** Returns who leads as far as peers know, {@link MetaGroup#NO_LEADER} if nobody does. */
    synchronized String leader() {
        String current = leader;
        return ((current == null) || (leaderUnknown > 0)) ? MetaGroup.NO_LEADER : current;
    }

    synchronized void forgetLeader(boolean forgotten) {
        leaderUnknown += forgotten ? 1 : -1;
    }

    /** Makes another peer lead; throws {@link IllegalStateException} if there is none. */
    synchronized void changeLeader(boolean metaToo) {
        String before = leader;
        if (candidates().noneMatch(peer -> !peer.address().equals(before))) {
            throw new IllegalStateException("Region " + regionId() + " has no other living peer to lead it");
        }
        elect();
        if (metaToo) {
            tellMeta();
        }
    }

    synchronized void hideFromMeta(boolean hidden) {
        hiddenFromMeta += hidden ? 1 : -1;
        if (hiddenFromMeta == 0) {
            tellMeta();
        }
    }

    /** Does what is due: an election, and telling meta of the last one. */
    synchronized void tick() {
        long sinceNs = nowNs() - leaderSinceNs;
        if ((leader == null) && (sinceNs >= settings.electionDelayNs())) {
            elect();
        } else if ((leader != null) && (sinceNs >= settings.metaLagNs())) {
            tellMeta();
        }
    }

    private void tellMeta() {
        if ((hiddenFromMeta == 0) && (leader != null)) {
            metaLeader = leader;
        }
    }

    private void requireLeader() {
        if (leader == null) {
            elect();
        }
        if (leader == null) {
            throw new IllegalStateException("Region " + regionId() + " takes no write: the stores of all its peers "
                    + peers.keySet() + " are down or hang");
        }
    }

    /** Makes the next living peer lead, in the order of the peers; one that lags catches up first. */
    private void elect() {
        List<String> order = new ArrayList<>(peers.keySet());
        int last = order.indexOf(leaderBefore);
        SimulatedPeer next = candidates()
                .min((left, right) -> {
                    int lagging = Boolean.compare(left.lags(), right.lags());
                    return (lagging != 0) ? lagging : distance(order, last, left) - distance(order, last, right);
                })
                .orElse(null);
        if (next == null) {
            return;
        }
        next.stopLagging();
        leader = next.address();
        leaderBefore = next.address();
        leaderSinceNs = nowNs();
        applyAll();
    }

    private Stream<SimulatedPeer> candidates() {
        return peers.values().stream().filter(peer -> !peer.down());
    }

    private static int distance(List<String> order, int last, SimulatedPeer peer) {
        return Math.floorMod(order.indexOf(peer.address()) - last - 1, order.size());
    }

    // --- what others are told ---

    /** Returns the region as a peer knows it. */
    synchronized RegionInfo info(String address) {
        SimulatedPeer peer = peers.get(address);
        return info(leader(), (peer == null) ? FIRST_VERSION : peer.version());
    }

    /** Returns the region as meta's leader knows it. */
    synchronized RegionInfo metaInfo() {
        return info(metaLeader, newestVersion());
    }

    /** Returns the region as meta's followers know it: changes of the leader alone are not replicated to them. */
    synchronized RegionInfo replicatedInfo() {
        return info(replicatedLeader, newestVersion());
    }

    boolean visible() {
        return nowNs() - visibleFromNs >= 0;
    }

    private long newestVersion() {
        return peers.values().stream().mapToLong(SimulatedPeer::version).max().orElse(FIRST_VERSION);
    }

    private RegionInfo info(String toldLeader, long version) {
        return identity.toBuilder()
                .setVersion(version)
                .setConfVersion(confVersion)
                .setReplicaNum(peers.size())
                .addAllPeers(peers.keySet())
                .setLeader(toldLeader)
                .build();
    }

    /** When meta names a new region, and when SQL nodes begin to write to it, by the cluster's clock. */
    record Schedule(long visibleFromNs, long writableFromNs) {}

    /** A prewrite without its commit. */
    private record Waiting(BinlogDesc desc, long sinceNs) {}
}
