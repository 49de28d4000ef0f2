package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.cluster.BaikalCluster;
import io.github.binlogcapturer.cluster.ClusterRegion;
import io.github.binlogcapturer.cluster.ClusterTable;
import io.github.binlogcapturer.cluster.LinkRequest;
import io.github.binlogcapturer.cluster.MetaServerReport;
import io.github.binlogcapturer.error.CapturerClosedException;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.internal.meta.MetaClient;
import io.github.binlogcapturer.internal.meta.Transport;
import io.github.binlogcapturer.internal.schema.SchemaTranslator;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.spi.Region;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

/** A cluster as tools see it, over the same clients as the source. Thread-safe. */
final class SourceCluster implements BaikalCluster {

    private static final Logger LOG = LoggerFactory.getLogger(SourceCluster.class);

    private static final Comparator<ClusterTable> BY_NAME = comparing(ClusterTable::namespace)
            .thenComparing(table -> table.name().database())
            .thenComparing(table -> table.name().table())
            .thenComparingLong(ClusterTable::tableId);

    /** Something to be asked. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws InterruptedException;
    }

    private final Transport transport = Transport.grpc();
    private final MetaClient meta;
    private final Topology topology;
    private final PeerInquiry inquiry;
    private final SchemaTranslator translator;
    private final TableLinks links;

    SourceCluster(List<String> metaServers, Duration timeout, ZoneId zone) {
        this.meta = new MetaClient(transport, metaServers, "", timeout);
        this.topology = new Topology(meta);
        this.inquiry = new PeerInquiry(new StoreClient(transport, timeout.toMillis()), topology);
        this.translator = new SchemaTranslator(Objects.requireNonNull(zone, "zone"));
        this.links = new TableLinks(meta);
    }

    @Override
    public List<ClusterTable> tables() {
        return ask(() -> {
            List<ClusterTable> tables = new ArrayList<>();
            for (SchemaInfo schema : meta.schemasOfAllNamespaces()) {
                ClusterTable table = tableOf(schema);
                if (table != null) {
                    tables.add(table);
                }
            }
            tables.sort(BY_NAME);
            return List.copyOf(tables);
        });
    }

    private @Nullable ClusterTable tableOf(SchemaInfo schema) {
        try {
            return new ClusterTable(
                    schema.getNamespaceName(),
                    Schemas.name(schema),
                    schema.getTableId(),
                    Schemas.isBinlogTable(schema),
                    Math.toIntExact(Schemas.partitions(schema)),
                    translator.translate(schema),
                    TableLinks.of(schema));
        } catch (ConfigurationException unreadable) {
            LOG.warn(
                    "Table {}.{} of namespace {} is not listed, since it cannot be captured",
                    schema.getDatabase(),
                    schema.getTableName(),
                    schema.getNamespaceName(),
                    unreadable);
            return null;
        }
    }

    @Override
    public List<ClusterRegion> regions(ClusterTable binlogTable) {
        if (!binlogTable.binlog()) {
            throw new ConfigurationException(binlogTable.name()
                    + " is not a binlog table, and only of binlog tables regions are told; ask for those of a table that it is"
                    + " linked to");
        }
        return ask(() -> {
            List<RegionInfo> found =
                    meta.in(binlogTable.namespace()).regions(binlogTable.name(), binlogTable.tableId()).stream()
                            .sorted(comparingLong(RegionInfo::getPartitionId)
                                    .thenComparingLong(RegionInfo::getRegionId))
                            .toList();
            topology.adopt(found);
            List<ClusterRegion> regions = new ArrayList<>();
            for (RegionInfo info : found) {
                regions.add(regionOf(binlogTable.name(), info));
            }
            return List.copyOf(regions);
        });
    }

    private ClusterRegion regionOf(TableName binlogTable, RegionInfo info) throws InterruptedException {
        Region region = new Region(info.getRegionId(), binlogTable, info.getTableId(), info.getPartitionId());
        String leader = topology.place(info.getRegionId()).leader();
        return new ClusterRegion(
                region, leader == null ? "" : leader, inquiry.inspect(info.getRegionId(), peer -> null));
    }

    @Override
    public CommitTs now() {
        return CommitTs.of(ask(meta::currentTs));
    }

    @Override
    public void link(LinkRequest request) {
        ask(() -> {
            links.link(request);
            return request;
        });
    }

    @Override
    public void unlink(LinkRequest request) {
        ask(() -> {
            links.unlink(request);
            return request;
        });
    }

    @Override
    public List<MetaServerReport> metaServers() {
        return ask(() -> meta.servers().stream().map(SourceCluster::reportOf).toList());
    }

    private static MetaServerReport reportOf(MetaClient.ServerState state) {
        String leader = state.leader();
        if (leader == null) {
            return new MetaServerReport(state.address(), state.answered(), false, state.failure());
        }
        boolean leads = isSame(state.address(), leader);
        return new MetaServerReport(state.address(), true, leads, leads ? "leads" : "follows " + leader);
    }

    /** Servers name each other by address, while an operator may give host names. */
    private static boolean isSame(String given, String named) {
        int colon = given.lastIndexOf(':');
        if (given.equals(named)) {
            return true;
        }
        if (!named.endsWith(given.substring(colon))) {
            return false;
        }
        try {
            InetAddress wanted = InetAddress.getByName(named.substring(0, named.lastIndexOf(':')));
            return List.of(InetAddress.getAllByName(given.substring(0, colon))).contains(wanted);
        } catch (UnknownHostException e) {
            LOG.debug("Cannot tell whether {} is {}", given, named, e);
            return false;
        }
    }

    private static <T> T ask(Question<T> question) {
        try {
            return question.ask();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CapturerClosedException("Interrupted while the cluster was asked; ask again", e);
        }
    }

    @Override
    public void close() {
        meta.close();
        transport.close();
    }
}
