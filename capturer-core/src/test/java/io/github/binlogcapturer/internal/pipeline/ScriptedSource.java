package io.github.binlogcapturer.internal.pipeline;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.error.PositionExpiredException;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.protocol.Binlog;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.PrewriteValue;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.TableMutation;
import io.github.binlogcapturer.protocol.WireCodes;
import io.github.binlogcapturer.spi.BinlogSource;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.RegionChunk;
import io.github.binlogcapturer.spi.RegionReader;
import io.github.binlogcapturer.spi.SourceSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A source that delivers what a test says, when it says it. It remembers everything, so that a later capturer can read it again. */
final class ScriptedSource implements BinlogSource {

    static final TableName BINLOG_TABLE = new TableName("cdc", "bl");
    static final long TABLE_ID = 7;

    private final List<Region> regions = new CopyOnWriteArrayList<>();
    private final Map<Long, List<RegionChunk>> logs = new ConcurrentHashMap<>();
    private final List<Reader> readers = new CopyOnWriteArrayList<>();
    private final Map<Long, TableSchema> schemas = new ConcurrentHashMap<>();
    final AtomicInteger snapshots = new AtomicInteger();
    final AtomicInteger rereads = new AtomicInteger();
    private final Map<Long, Long> beginnings = new ConcurrentHashMap<>();
    private final Set<Long> gone = ConcurrentHashMap.newKeySet();
    volatile @Nullable RuntimeException snapshotFailure;
    volatile @Nullable RuntimeException beginningFailure;
    volatile @Nullable RuntimeException isGoneFailure;
    volatile boolean rereadable;
    volatile @Nullable Runnable onSnapshot;
    /** Called before it is answered whether a region is gone. */
    volatile Hook onIsGone = () -> {};
    /** Called before an entry is read again. */
    volatile Hook onReread = () -> {};

    /** What a test does in the middle of a call; it may block. */
    @FunctionalInterface
    interface Hook {
        void run() throws InterruptedException;
    }

    ScriptedSource(int regionCount) {
        LongStream.range(0, regionCount).forEach(this::addRegion);
        schema(schema(1));
    }

    static TableSchema schema(long version, String... moreColumns) {
        TableSchema.Builder builder = TableSchema.builder(TABLE_ID, new TableName("cdc", "t"))
                .version(version)
                .column("id", ColumnType.INT64)
                .column("v", ColumnType.INT64);
        for (String column : moreColumns) {
            builder.column(column, ColumnType.INT64);
        }
        return builder.primaryKey("id").build();
    }

    void addRegion(long id) {
        addRegion(id, 1);
    }

    void addRegion(long id, long binlogTableId) {
        regions.add(new Region(id, BINLOG_TABLE, binlogTableId, id));
        logs.put(id, new ArrayList<>());
    }

    /** Adds a region that begins behind a timestamp, and that cannot be read from below it. */
    void addRegionBehind(long id, long beginning) {
        beginnings.put(id, beginning);
        addRegion(id);
    }

    /** Takes a region out of the snapshots. */
    void hideRegion(long id) {
        regions.removeIf(region -> region.regionId() == id);
    }

    /** Takes a region away for good. */
    void dropRegion(long id) {
        gone.add(id);
        hideRegion(id);
    }

    boolean isRead(long regionId) {
        return readers.stream().anyMatch(reader -> reader.region.regionId() == regionId && !reader.closed);
    }

    void schema(TableSchema schema) {
        schemas.put(schema.tableId(), schema);
    }

    /** Commits an INSERT of one row with the given column values; the region has then reached the commit ts. */
    void insert(long regionId, long commitTs, long... values) {
        commit(regionId, commitTs, commitTs - 1, 0, TABLE_ID, values);
    }

    void commit(long regionId, long commitTs, long startTs, long txnId, long tableId, long... values) {
        commit(regionId, commitTs, startTs, txnId, tableId, 0, values);
    }

    /** Commits an INSERT of one row by a statement of so many bytes. */
    void commit(long regionId, long commitTs, long startTs, long txnId, long tableId, int sqlBytes, long[] values) {
        add(regionId, entry(regionId, commitTs, startTs, txnId, tableId, sqlBytes, values));
    }

    private static RegionChunk entry(
            long regionId, long commitTs, long startTs, long txnId, long tableId, int sqlBytes, long[] values) {
        return entry(regionId, commitTs, startTs, txnId, tableId, row(values), sqlBytes);
    }

    private static RegionChunk entry(
            long regionId, long commitTs, long startTs, long txnId, long tableId, ByteString row, int sqlBytes) {
        TableMutation mutation = TableMutation.newBuilder()
                .setTableId(tableId)
                .addSequence(WireCodes.Mutation.INSERT)
                .addInsertRows(row)
                .setSql(ByteString.copyFrom(new byte[sqlBytes]))
                .build();
        StoreReq entry = StoreReq.newBuilder()
                .setOpType(WireCodes.Op.PREWRITE_BINLOG)
                .setRegionId(regionId)
                .setRegionVersion(1)
                .setBinlogDesc(BinlogDesc.newBuilder().setBinlogTs(startTs).setTxnId(txnId))
                .setBinlog(Binlog.newBuilder()
                        .setStartTs(startTs)
                        .setPrewriteValue(PrewriteValue.newBuilder().addMutations(mutation)))
                .build();
        return new RegionChunk(new long[] {commitTs}, List.of(entry.toByteArray()), commitTs);
    }

    /** Commits an INSERT of a row that ends in the middle of a value. */
    void insertBrokenRow(long regionId, long commitTs) {
        ByteString broken = ByteString.copyFrom(new byte[] {1 << 3, (byte) 0x80});
        add(regionId, entry(regionId, commitTs, commitTs - 1, 0, TABLE_ID, broken, 0));
    }

    /** Adds an entry that is none. */
    void garbage(long regionId, long commitTs) {
        byte[] bytes = {(byte) 0xff, (byte) 0xff, (byte) 0xff};
        add(regionId, new RegionChunk(new long[] {commitTs}, List.of(bytes), commitTs));
    }

    /** Moves every region's watermark. */
    void reach(long ts) {
        regions.forEach(region -> reach(region.regionId(), ts));
    }

    void reach(long regionId, long ts) {
        add(regionId, new RegionChunk(new long[0], List.of(), ts));
    }

    void failReads(RuntimeException failure) {
        readers.forEach(reader -> reader.inbox.add(failure));
    }

    int pending(long regionId) {
        return readers.stream()
                .filter(reader -> reader.region.regionId() == regionId)
                .mapToInt(reader -> reader.inbox.size())
                .sum();
    }

    private synchronized void add(long regionId, RegionChunk chunk) {
        log(regionId).add(chunk);
        readers.stream()
                .filter(reader -> reader.region.regionId() == regionId)
                .forEach(reader -> reader.inbox.add(chunk));
    }

    private List<RegionChunk> log(long regionId) {
        return Objects.requireNonNull(logs.get(regionId));
    }

    private static ByteString row(long... values) {
        ByteString.Output out = ByteString.newOutput();
        for (int i = 0; i < values.length; i++) {
            out.write((i + 1) << 3);
            long rest = (values[i] << 1) ^ (values[i] >> 63);
            while ((rest & ~0x7fL) != 0) {
                out.write((int) ((rest & 0x7f) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
        return out.toByteString();
    }

    @Override
    public SourceSnapshot snapshot() {
        snapshots.incrementAndGet();
        Runnable hook = onSnapshot;
        if (hook != null) {
            hook.run();
        }
        RuntimeException failure = snapshotFailure;
        if (failure != null) {
            throw failure;
        }
        return new SourceSnapshot(regions, schemas, Map.of(TABLE_ID, 1L), Set.of(), 1);
    }

    /** Lets an entry be another one from now on. */
    synchronized void rewrite(long regionId, long commitTs, long startTs) {
        List<RegionChunk> log = log(regionId);
        log.removeIf(chunk -> chunk.watermarkTs() == commitTs);
        log.add(entry(regionId, commitTs, startTs, 0, TABLE_ID, 0, new long[] {0, 0}));
    }

    @Override
    public synchronized RegionReader open(Region region, CommitTs after) {
        Reader reader = new Reader(region);
        if (after.value() < beginnings.getOrDefault(region.regionId(), 1L)) {
            // the servers' answer is the same whether the history was dropped or has never been
            reader.inbox.add(new PositionExpiredException(
                    region + " does not reach back to " + after, region.regionId(), after.value()));
        }
        for (RegionChunk chunk : log(region.regionId())) {
            if (chunk.watermarkTs() > after.value()) {
                reader.inbox.add(chunk);
            }
        }
        readers.add(reader);
        return reader;
    }

    @Override
    public CommitTs beginning(Region region) {
        RuntimeException failure = beginningFailure;
        if (failure != null) {
            throw failure;
        }
        return CommitTs.of(beginnings.getOrDefault(region.regionId(), 1L));
    }

    @Override
    public boolean isGone(Region region) throws InterruptedException {
        onIsGone.run();
        RuntimeException failure = isGoneFailure;
        if (failure != null) {
            throw failure;
        }
        return gone.contains(region.regionId());
    }

    @Override
    public boolean rereads() {
        return rereadable;
    }

    @Override
    public byte[] reread(Region region, CommitTs commitTs) throws InterruptedException {
        onReread.run();
        rereads.incrementAndGet();
        return logged(region, commitTs);
    }

    private synchronized byte[] logged(Region region, CommitTs commitTs) {
        for (RegionChunk chunk : log(region.regionId())) {
            for (int i = 0; i < chunk.size(); i++) {
                if (chunk.commitTs(i) == commitTs.value()) {
                    return chunk.entry(i);
                }
            }
        }
        throw new AssertionError("Nothing was logged at " + commitTs);
    }

    @Override
    public CommitTs latest() {
        return CommitTs.of(500);
    }

    @Override
    public CommitTs earliest(SourceSnapshot snapshot) {
        return CommitTs.of(100);
    }

    @Override
    public void close() {}

    /** Delivers chunks, or throws failures, in the order they were put in. */
    private static final class Reader implements RegionReader {

        private final Region region;
        private final BlockingQueue<Object> inbox = new LinkedBlockingQueue<>();
        private volatile boolean closed;

        Reader(Region region) {
            this.region = region;
        }

        @Override
        public RegionChunk read() throws InterruptedException {
            Object next = inbox.take();
            if (next instanceof RuntimeException failure) {
                throw failure;
            }
            return (RegionChunk) next;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
