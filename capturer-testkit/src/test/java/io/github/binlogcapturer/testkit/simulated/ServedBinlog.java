package io.github.binlogcapturer.testkit.simulated;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.protocol.Binlog;
import io.github.binlogcapturer.protocol.BinlogDesc;
import io.github.binlogcapturer.protocol.FieldInfo;
import io.github.binlogcapturer.protocol.PrewriteValue;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.TableMutation;
import io.github.binlogcapturer.protocol.WireCodes;
import io.github.binlogcapturer.testkit.Client;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * A cluster with a binlog table {@code cdc.bl} of one region, under a virtual clock and with heartbeats on demand, written to as SQL nodes
 * do and read by plain gRPC clients.
 */
final class ServedBinlog implements AutoCloseable {

    static final List<String> ALL_COLUMNS =
            List.of("ts", "binlog_row_cnt", "user_name", "user_ip", "db_tables", "signs");

    final SimulatedClock clock = new SimulatedClock(Instant.parse("2026-01-01T00:00:00Z"));
    final SimulatedCluster cluster;
    final SchemaInfo table;
    final long region;

    private final Map<String, Client> clients = new ConcurrentHashMap<>();

    ServedBinlog() {
        this(options -> options, ALL_COLUMNS);
    }

    ServedBinlog(UnaryOperator<SimulatedCluster.Builder> options, List<String> columns) {
        cluster = options.apply(SimulatedCluster.builder().clock(clock).heartbeats(Duration.ZERO))
                .start();
        SchemaInfo.Builder schema = SchemaInfo.newBuilder()
                .setTableId(servers().nextId())
                .setNamespaceName(cluster.namespace())
                .setDatabase("cdc")
                .setTableName("bl")
                .setPartitionNum(1)
                .setVersion(1)
                .setEngine(WireCodes.Engine.BINLOG);
        columns.forEach(name -> schema.addFields(FieldInfo.newBuilder().setFieldName(name)));
        table = schema.build();
        servers().put(table);
        servers().createRegions(table, 1);
        region = cluster.regions("cdc.bl").get(0);
    }

    SimulatedServers servers() {
        return cluster.servers();
    }

    SimulatedFaults faults() {
        return cluster.faults();
    }

    String leader() {
        return cluster.leader(region);
    }

    String follower() {
        return cluster.peers(region).stream()
                .filter(peer -> !peer.equals(leader()))
                .findFirst()
                .orElseThrow();
    }

    // --- writing ---

    /** Prewrites a transaction and returns its start ts, which is its id too. */
    long prewrite(int rows, int bytes) {
        long startTs = servers().takeTimestamps(1);
        servers().propose(region, prewriteRequest(startTs, rows, bytes));
        return startTs;
    }

    StoreReq prewriteRequest(long startTs, int rows, int bytes) {
        TableMutation mutation = TableMutation.newBuilder()
                .setTableId(1)
                .addInsertRows(ByteString.copyFrom(new byte[bytes]))
                .build();
        return request(WireCodes.Op.PREWRITE_BINLOG, startTs, startTs, rows)
                .setBinlog(Binlog.newBuilder()
                        .setType(WireCodes.Entry.PREWRITE)
                        .setStartTs(startTs)
                        .setPrewriteValue(PrewriteValue.newBuilder().addMutations(mutation)))
                .build();
    }

    StoreReq.Builder request(int opType, long ts, long startTs, int rows) {
        return StoreReq.newBuilder()
                .setOpType(opType)
                .setRegionId(region)
                .setRegionVersion(1)
                .setBinlogDesc(BinlogDesc.newBuilder()
                        .setBinlogTs(ts)
                        .setTxnId(startTs)
                        .setStartTs(startTs)
                        .setBinlogRowCnt(rows)
                        .setUserName(ByteString.copyFromUtf8("user" + rows))
                        .addDbTables(ByteString.copyFromUtf8("cdc.t" + rows + ";cdc.all"))
                        .addSigns(rows));
    }

    long commit(long startTs, int rows) {
        long commitTs = servers().takeTimestamps(1);
        servers()
                .propose(
                        region,
                        request(WireCodes.Op.COMMIT_BINLOG, commitTs, startTs, rows)
                                .build());
        return commitTs;
    }

    void rollback(long startTs) {
        servers()
                .propose(
                        region,
                        request(WireCodes.Op.ROLLBACK_BINLOG, startTs, startTs, 1)
                                .build());
    }

    /** Writes a whole transaction and returns its commit ts. */
    long write(int rows, int bytes) {
        return commit(prewrite(rows, bytes), rows);
    }

    long write() {
        return write(1, 10);
    }

    // --- reading ---

    Client client(String store) {
        return clients.computeIfAbsent(store, Client::new);
    }

    long oldest(String store) {
        return client(store).oldestTs(region);
    }

    long check(String store) {
        return client(store).checkPointTs(region);
    }

    StoreRes read(String store, long begin, long count) {
        return client(store).read(region, begin, count);
    }

    StoreRes read(long begin, long count) {
        return read(leader(), begin, count);
    }

    StoreRes readAll(String store) {
        return read(store, oldest(store), 1_000_000);
    }

    @Override
    public void close() {
        clients.values().forEach(Client::close);
        cluster.close();
    }
}
