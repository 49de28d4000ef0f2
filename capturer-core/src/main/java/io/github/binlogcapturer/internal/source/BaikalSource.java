package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.Flashback;
import io.github.binlogcapturer.cluster.BaikalCluster;
import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.internal.meta.CloseSignal;
import io.github.binlogcapturer.internal.meta.MetaClient;
import io.github.binlogcapturer.internal.meta.Transport;
import io.github.binlogcapturer.internal.metrics.GuardedMetrics;
import io.github.binlogcapturer.internal.schema.SchemaTranslator;
import io.github.binlogcapturer.internal.source.TableSelection.Selected;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.spi.BinlogSource;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.RegionReader;
import io.github.binlogcapturer.spi.SourceSnapshot;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The binlog of a BaikalDB cluster. Thread-safe. Opening it connects to nothing; the first {@link #snapshot} does.
 *
 * <p>Every method throws {@link io.github.binlogcapturer.error.CapturerClosedException} once it is closed, also those under way.
 */
public final class BaikalSource implements BinlogSource {

    /** More than all partitions of all binlog tables that one transaction may write to; a fraction of a millisecond of the oracle. */
    private static final int JOIN_GAP_OVER_TABLES = 1024;

    private final SourceConfig config;
    private final Random random;
    private final CloseSignal signal = new CloseSignal("binlog source");
    private final Transport transport = Transport.grpc();
    private final MetaClient meta;
    private final Topology topology;
    private final SharedReading shared;
    private final OldestPosition oldest;
    private final TableSelection selection;
    private final BinlogRegions binlogRegions;
    private final SchemaTranslator translator;
    private final Map<Long, BinlogDesc> flashbacks = new ConcurrentHashMap<>();
    private final Set<BaikalRegionReader> readers = ConcurrentHashMap.newKeySet();
    private volatile int regionCount;

    /**
     * Prepares a source.
     *
     * @throws io.github.binlogcapturer.error.ConfigurationException if {@code metaServers} is empty or holds something else than
     *     {@code host:port}
     */
    public BaikalSource(SourceConfig config) {
        this(config, new Random());
    }

    /** @param random shared by all readers, hence thread-safe */
    BaikalSource(SourceConfig config, Random random) {
        this.config = config;
        this.random = random;
        this.meta = new MetaClient(transport, config.metaServers(), config.namespace(), config.metaTimeout());
        this.topology = new Topology(meta);
        this.shared = new SharedReading(
                topology,
                new StoreHealth(
                        config.clock(), random, config.reading().timeout().toMillis()),
                new SourceProgress(),
                new AnswerMemory(config.reading().memoryBytes()),
                new PeerInquiry(new StoreClient(transport, config.metaTimeout().toMillis()), topology),
                GuardedMetrics.of(config.metrics()),
                config.clock());
        StoreClient patient =
                new StoreClient(transport, config.reading().timeout().toMillis());
        this.oldest = new OldestPosition(new PeerInquiry(patient, topology), topology, meta, signal);
        this.selection = new TableSelection(config, meta);
        this.binlogRegions = new BinlogRegions(config, meta, signal);
        this.translator = new SchemaTranslator(config.zone());
    }

    /**
     * Makes the tools' view of a cluster, which shares nothing with a source.
     *
     * @throws io.github.binlogcapturer.error.ConfigurationException if {@code metaServers} is empty or holds something else than
     *     {@code host:port}
     */
    public static BaikalCluster cluster(List<String> metaServers, Duration timeout, ZoneId zone) {
        return new SourceCluster(metaServers, timeout, zone);
    }

    @Override
    public SourceSnapshot snapshot() throws InterruptedException {
        signal.requireOpen();
        Selected selected = selection.select();
        List<Region> regions = new ArrayList<>();
        long leftOut = 0;
        for (SchemaInfo binlogTable : selected.binlogTables()) {
            List<RegionInfo> found = binlogRegions.find(binlogTable);
            topology.adopt(found);
            flashbacks.put(binlogTable.getTableId(), FlashbackRequest.of(config.flashback(), binlogTable));
            found.forEach(region -> regions.add(region(binlogTable, region)));
            leftOut += Schemas.partitions(binlogTable)
                    - binlogRegions.wantedPartitions(binlogTable).size();
        }
        Map<Long, TableSchema> tables = new HashMap<>();
        for (SchemaInfo table : selected.tables()) {
            tables.put(table.getTableId(), translator.translate(table));
        }
        regionCount = regions.size();
        // start timestamps run over all binlog tables of a transaction, so unread ones leave gaps of unknown size
        // between read ones
        boolean gaps = selected.binlogTables().size() > 1 || dropsPieces();
        int joinGap = gaps ? JOIN_GAP_OVER_TABLES : Math.toIntExact(1 + leftOut);
        return new SourceSnapshot(regions, tables, selected.homes(), selected.markIds(), joinGap);
    }

    /** Returns whether servers leave out pieces of transactions: user and address are those of the whole, tables and signs a piece's own. */
    private boolean dropsPieces() {
        Flashback flashback = config.flashback();
        return flashback != null
                && !(flashback.tables().isEmpty() && flashback.signs().isEmpty());
    }

    @Override
    public RegionReader open(Region region, CommitTs after) {
        BinlogDesc filter = flashbacks.getOrDefault(region.binlogTableId(), BinlogDesc.getDefaultInstance());
        return open(region, ReadPlan.behind(after, filter), settings());
    }

    private ReadSettings settings() {
        return ReadSettings.of(config, Math.max(1, regionCount), random);
    }

    private BaikalRegionReader open(Region region, ReadPlan plan, ReadSettings settings) {
        signal.requireOpen();
        BaikalRegionReader reader =
                new BaikalRegionReader(region, plan, shared, Transport.grpc(), settings, readers::remove);
        readers.add(reader);
        try {
            // a close that came between would not have seen this reader
            signal.requireOpen();
        } catch (CapturerClosedException closed) {
            reader.close();
            throw closed;
        }
        return reader;
    }

    @Override
    public boolean boundsAnswers() {
        return true;
    }

    @Override
    public boolean rereads() {
        return true;
    }

    @Override
    public byte[] reread(Region region, CommitTs commitTs) throws InterruptedException {
        try (BaikalRegionReader reader =
                open(region, ReadPlan.oneEntry(commitTs), settings().forOneEntry())) {
            return reader.read().entry(0);
        }
    }

    @Override
    public CommitTs latest() throws InterruptedException {
        signal.requireOpen();
        return CommitTs.of(meta.currentTs());
    }

    @Override
    public CommitTs earliest(SourceSnapshot snapshot) throws InterruptedException {
        signal.requireOpen();
        try {
            return oldest.find(snapshot.regions());
        } catch (RetriableException unavailable) {
            signal.requireOpen();
            throw unavailable;
        }
    }

    @Override
    public CommitTs beginning(Region region) throws InterruptedException {
        signal.requireOpen();
        try {
            return CommitTs.of(oldest.beginningOf(region));
        } catch (RetriableException unavailable) {
            signal.requireOpen();
            throw unavailable;
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>It is, where the meta servers do not know it, at least one of its last known stores says that it does not have it, and none that
     * has it can be reached. So a region whose stores were all taken out of service after it was dropped stays "not gone" for good: nobody
     * is left to tell it from one whose stores are all down, which is the safe thing to assume. Restarting the capture leaves it out.
     */
    @Override
    public boolean isGone(Region region) throws InterruptedException {
        signal.requireOpen();
        if (topology.refresh(region.regionId())) {
            return false;
        }
        boolean gone = shared.inquiry().isGoneEverywhere(region.regionId());
        signal.requireOpen();
        return gone;
    }

    /** Ends readers and calls under way. Does not block. */
    @Override
    public void close() {
        signal.close();
        List.copyOf(readers).forEach(BaikalRegionReader::close);
        meta.close();
        transport.close();
    }

    private static Region region(SchemaInfo binlogTable, RegionInfo region) {
        return new Region(
                region.getRegionId(), Schemas.name(binlogTable), binlogTable.getTableId(), region.getPartitionId());
    }
}
