package io.github.binlogcapturer.benchmarks.source;

import io.github.binlogcapturer.benchmarks.workload.LoggedTable;
import io.github.binlogcapturer.protocol.BaikalMethods;
import io.github.binlogcapturer.protocol.QueryRequest;
import io.github.binlogcapturer.protocol.QueryResponse;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.TsoTimestamp;
import io.github.binlogcapturer.protocol.WireCodes;
import io.github.binlogcapturer.testkit.servers.Catalog;
import io.github.binlogcapturer.testkit.servers.LoopbackServer;
import io.github.binlogcapturer.testkit.servers.MetaGroup;
import io.github.binlogcapturer.testkit.servers.MetaServer;
import io.github.binlogcapturer.testkit.servers.Oracle;
import io.github.binlogcapturer.testkit.simulated.SimulatedBinlog;
import io.github.binlogcapturer.testkit.simulated.SimulatedCluster;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A cluster whose schemas and regions are those of a simulated one, and whose log is made beforehand: one meta server, one store. A process of
 * its own, so that it is not counted for the capture, that ends with the one that has started it.
 */
final class CannedCluster {

    /** With this the line begins that tells where it serves. */
    static final String SERVES = "serves ";

    private final LoopbackServer meta = LoopbackServer.open();
    private final LoopbackServer store = LoopbackServer.open();

    private CannedCluster() {}

    /**
     * Serves until its input ends. Prints the addresses of meta server and store and the ids of the regions, with spaces between.
     *
     * @param args how many regions, columns and transactions there are
     */
    public static void main(String[] args) throws Exception {
        CannedCluster cluster = new CannedCluster();
        List<Long> regions =
                cluster.serve(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        StringBuilder line = new StringBuilder(SERVES + cluster.meta.address() + " " + cluster.store.address());
        regions.forEach(region -> line.append(' ').append(region));
        System.out.println(line);
        while (System.in.read() >= 0) {
            // nobody writes; the end of the input is the end of the parent
        }
        System.exit(0);
    }

    private List<Long> serve(int regions, int columns, int transactions) {
        Catalog catalog = catalog(regions, columns);
        long tableId = catalog.schemas().values().stream()
                .filter(schema -> schema.getTableName().equals(LoggedTable.NAME.table()))
                .findFirst()
                .orElseThrow()
                .getTableId();
        List<Long> ids = List.copyOf(catalog.regions().keySet());
        List<CannedRegion> logs =
                CannedLog.regions(ids, store.address(), LoggedTable.of(tableId, columns), transactions);
        Map<Long, CannedRegion> byId = new HashMap<>();
        for (int i = 0; i < logs.size(); i++) {
            byId.put(ids.get(i), logs.get(i));
        }
        store.serve(new CannedStore(byId).service());
        meta.serve(
                new MetaServer(meta.address(), new Group(meta.address(), catalog, new LateOracle()), true).service());
        return ids;
    }

    /** Asks a simulated cluster what its tables and regions look like, and moves the regions to this store. */
    private Catalog catalog(int regions, int columns) {
        try (SimulatedCluster cluster =
                SimulatedCluster.builder().stores(1).heartbeats(Duration.ZERO).start()) {
            SimulatedBinlog binlog = cluster.createBinlog("shop.binlog", regions);
            cluster.createTable(LoggedTable.NAME.toString(), table -> {
                for (int i = 0; i < columns; i++) {
                    table.column(LoggedTable.name(i), LoggedTable.type(i));
                }
                table.primaryKey(LoggedTable.name(0)).linkedTo(binlog, LoggedTable.name(0));
            });
            String address = cluster.metaServers().get(0);
            ManagedChannel channel = NettyChannelBuilder.forTarget(address)
                    .usePlaintext()
                    .proxyDetector(target -> null)
                    .build();
            try {
                return new Catalog(schemas(channel), regions(channel, cluster.regions("shop.binlog")));
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static Map<Long, SchemaInfo> schemas(ManagedChannel channel) {
        Map<Long, SchemaInfo> schemas = new TreeMap<>();
        ask(channel, QueryRequest.newBuilder().setOpType(WireCodes.Query.SCHEMA).build())
                .getSchemaInfosList()
                .forEach(schema -> schemas.put(schema.getTableId(), schema));
        return schemas;
    }

    private Map<Long, RegionInfo> regions(ManagedChannel channel, List<Long> ids) {
        Map<Long, RegionInfo> regions = new TreeMap<>();
        QueryRequest request = QueryRequest.newBuilder()
                .setOpType(WireCodes.Query.REGION)
                .addAllRegionIds(ids)
                .build();
        for (RegionInfo region : ask(channel, request).getRegionInfosList()) {
            regions.put(
                    region.getRegionId(),
                    region.toBuilder()
                            .clearPeers()
                            .addPeers(store.address())
                            .setLeader(store.address())
                            .build());
        }
        return regions;
    }

    private static QueryResponse ask(ManagedChannel channel, QueryRequest request) {
        return ClientCalls.blockingUnaryCall(channel, BaikalMethods.QUERY, CallOptions.DEFAULT, request);
    }

    /** One meta server that leads everything; nothing changes. */
    private record Group(String leader, Catalog catalog, Oracle oracle) implements MetaGroup {

        @Override
        public String oracleLeader() {
            return leader;
        }

        @Override
        public Catalog catalog(String address) {
            return catalog;
        }

        @Override
        public long updatedIndex() {
            return 1;
        }
    }

    /** An oracle whose time is later than the log's. */
    private static final class LateOracle implements Oracle {

        private static final long NOW_MS =
                (CannedLog.FIRST_TS >> LOGICAL_BITS) + Duration.ofHours(1).toMillis();

        @Override
        public Optional<TsoTimestamp> allocate(long count) {
            return Optional.of(
                    TsoTimestamp.newBuilder().setPhysical(NOW_MS).setLogical(1).build());
        }

        @Override
        public long nowMs() {
            return NOW_MS;
        }

        @Override
        public long followersMs() {
            return NOW_MS;
        }
    }
}
