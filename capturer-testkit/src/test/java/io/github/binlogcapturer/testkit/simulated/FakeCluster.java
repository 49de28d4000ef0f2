package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.protocol.MetaManagerRequest;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.TableMutation;
import io.github.binlogcapturer.protocol.WireCodes;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.testkit.servers.LinkRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stores and meta servers in memory: they write down what they are told. */
final class FakeCluster implements BinlogStores, MetaCatalog, CaptureClock {

    private static final long SECOND = 1000L << 18;

    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    private final Map<List<Long>, List<Long>> regions = new LinkedHashMap<>();
    private final Map<Long, List<SchemaInfo>> schemas = new LinkedHashMap<>();
    private final List<StoreReq> log = new ArrayList<>();
    private final Set<Integer> refusedOperations = new HashSet<>();
    private long nextTs = 57_000_000_000_000_000L;
    private @Nullable PrimaryRegions primaries;
    private @Nullable Function<MetaManagerRequest, LinkRules.Outcome> relink;

    SimulatedDatabase database(long seed) {
        return new SimulatedDatabase("ns", this, this, this, new Random(seed));
    }

    @Override
    public synchronized long takeTimestamps(int count) {
        long first = nextTs;
        nextTs += count;
        return first;
    }

    @Override
    public synchronized List<Long> writableRegions(long binlogTableId, long partition) {
        return Objects.requireNonNull(regions.get(List.of(binlogTableId, partition)));
    }

    @Override
    public synchronized void propose(long regionId, StoreReq request) {
        if (refusedOperations.contains(request.getOpType())) {
            throw new IllegalArgumentException("Region " + regionId + " takes no operation " + request.getOpType());
        }
        log.add(request);
    }

    @Override
    public void resolveWith(PrimaryRegions newPrimaries) {
        primaries = newPrimaries;
    }

    @Override
    public long nextId() {
        return ids.incrementAndGet();
    }

    @Override
    public synchronized void put(SchemaInfo schema) {
        schemas.computeIfAbsent(schema.getTableId(), id -> new ArrayList<>()).add(schema);
    }

    @Override
    public void relinkWith(Function<MetaManagerRequest, LinkRules.Outcome> newRelink) {
        relink = newRelink;
    }

    /** Asks as a client of the meta servers does. */
    LinkRules.Outcome relink(MetaManagerRequest request) {
        return Objects.requireNonNull(relink).apply(request);
    }

    @Override
    public synchronized void createRegions(SchemaInfo binlogTable, int regionsPerPartition) {
        for (long partition = 0; partition < binlogTable.getPartitionNum(); partition++) {
            List<Long> ofPartition = new ArrayList<>();
            for (int i = 0; i < regionsPerPartition; i++) {
                ofPartition.add(nextId());
            }
            regions.put(List.of(binlogTable.getTableId(), partition), ofPartition);
        }
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanos.get());
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
        synchronized (this) {
            nextTs += time.toSeconds() * SECOND;
        }
    }

    /** Lets regions refuse an operation. */
    synchronized void refuse(int operation) {
        refusedOperations.add(operation);
    }

    synchronized void accept(int operation) {
        refusedOperations.remove(operation);
    }

    /** Does what leaders of regions do with prewrites that have waited for too long. */
    void recover() {
        PrimaryRegions asked = Objects.requireNonNull(primaries);
        for (StoreReq prewrite : pending()) {
            long txnId = prewrite.getBinlogDesc().getTxnId();
            PrimaryRegions.Outcome outcome = asked.outcome(txnId);
            if (outcome instanceof PrimaryRegions.Outcome.Committed committed) {
                long ts = committed.commitTs() == 0 ? takeTimestamps(1) : committed.commitTs();
                asked.recover(txnId, prewrite.getRegionId(), startTs(prewrite), () -> {
                    propose(prewrite.getRegionId(), decision(prewrite, WireCodes.Op.COMMIT_BINLOG, ts));
                    return OptionalLong.of(ts);
                });
            } else if (outcome instanceof PrimaryRegions.Outcome.RolledBack) {
                propose(prewrite.getRegionId(), decision(prewrite, WireCodes.Op.ROLLBACK_BINLOG, takeTimestamps(1)));
            }
        }
    }

    private static StoreReq decision(StoreReq prewrite, int operation, long ts) {
        StoreReq.Builder decision = prewrite.toBuilder().setOpType(operation).clearBinlog();
        decision.getBinlogDescBuilder().setBinlogTs(ts);
        return decision.build();
    }

    /** Returns the prewrites without a decision. */
    List<StoreReq> pending() {
        Set<Long> decided = new HashSet<>();
        commits().forEach(request -> decided.add(startTs(request)));
        rollbacks().forEach(request -> decided.add(startTs(request)));
        return prewrites().stream()
                .filter(request -> !decided.contains(startTs(request)))
                .toList();
    }

    synchronized List<StoreReq> log() {
        return List.copyOf(log);
    }

    List<StoreReq> prewrites() {
        return ofKind(WireCodes.Op.PREWRITE_BINLOG);
    }

    List<StoreReq> commits() {
        return ofKind(WireCodes.Op.COMMIT_BINLOG);
    }

    List<StoreReq> rollbacks() {
        return ofKind(WireCodes.Op.ROLLBACK_BINLOG);
    }

    private List<StoreReq> ofKind(int operation) {
        return log().stream()
                .filter(request -> request.getOpType() == operation)
                .toList();
    }

    static long startTs(StoreReq request) {
        return request.getBinlogDesc().getStartTs();
    }

    static long ts(StoreReq request) {
        return request.getBinlogDesc().getBinlogTs();
    }

    /** Returns what the last prewrite of a partition holds; null if none was sent there. */
    @Nullable
    List<TableMutation> mutations(SimulatedBinlog binlog, long partition) {
        List<Long> ofPartition = writableRegions(binlog.tableId(), partition);
        List<TableMutation> found = null;
        for (StoreReq prewrite : prewrites()) {
            if (ofPartition.contains(prewrite.getRegionId())) {
                found = prewrite.getBinlog().getPrewriteValue().getMutationsList();
            }
        }
        return found;
    }

    synchronized SchemaInfo schema(long tableId) {
        List<SchemaInfo> versions = Objects.requireNonNull(schemas.get(tableId));
        return versions.get(versions.size() - 1);
    }

    synchronized List<SchemaInfo> versions(long tableId) {
        return List.copyOf(Objects.requireNonNull(schemas.get(tableId)));
    }
}
