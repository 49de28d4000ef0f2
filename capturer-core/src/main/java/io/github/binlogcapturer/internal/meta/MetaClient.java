package io.github.binlogcapturer.internal.meta;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.RetriableException;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.internal.meta.LeaderCalls.Outcome;
import io.github.binlogcapturer.protocol.BaikalHeartBeatRequest;
import io.github.binlogcapturer.protocol.BaikalHeartBeatResponse;
import io.github.binlogcapturer.protocol.BaikalHeartBeatTable;
import io.github.binlogcapturer.protocol.BaikalMethods;
import io.github.binlogcapturer.protocol.MetaManagerRequest;
import io.github.binlogcapturer.protocol.MetaManagerResponse;
import io.github.binlogcapturer.protocol.QueryRequest;
import io.github.binlogcapturer.protocol.QueryResponse;
import io.github.binlogcapturer.protocol.RaftControlRequest;
import io.github.binlogcapturer.protocol.RaftControlResponse;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.protocol.TsoRequest;
import io.github.binlogcapturer.protocol.TsoResponse;
import io.github.binlogcapturer.protocol.WireCodes.Err;
import io.github.binlogcapturer.protocol.WireCodes.Op;
import io.github.binlogcapturer.protocol.WireCodes.Query;
import io.github.binlogcapturer.protocol.WireCodes.Raft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

import static java.util.Comparator.comparingLong;

/**
 * What the meta servers know about one namespace, always asked fresh. Thread-safe. All methods block; they throw
 * {@link RetriableException} if the meta servers cannot be asked now, {@link InterruptedException} if the thread was interrupted, and
 * {@link io.github.binlogcapturer.error.CapturerClosedException} once this is closed.
 */
public final class MetaClient implements AutoCloseable {

    /*
     * The servers' lists are not to be trusted as answers to the question: by version they hold other namespaces, dropped tables, one
     * table twice (once for each of its global indexes), or the regions of the whole cluster. So everything is filtered here again.
     */

    private static final int LOGICAL_BITS = 18;

    /** Schemas and regions of binlog tables, as a heartbeat brings them. */
    public record View(List<SchemaInfo> schemas, List<RegionInfo> regions) {}

    /**
     * What one meta server says.
     *
     * @param leader who leads schemas and regions by what it says, or null where it knows nobody
     * @param failure why there is no leader or no answer, empty where there is one
     * @param answered whether there was an answer
     */
    public record ServerState(String address, @Nullable String leader, String failure, boolean answered) {}

    private final Transport transport;
    private final List<String> servers;
    private final long timeoutMs;
    private final String namespace;
    private final CloseSignal signal;
    private final LeaderCalls metaLeader;
    private final LeaderCalls tsoLeader;

    /**
     * @param transport stays the caller's, who closes it after this
     * @param servers {@code host:port} each
     * @param timeout how long one server may take to answer
     * @throws ConfigurationException if there is no server, or one is not {@code host:port}
     */
    public MetaClient(Transport transport, List<String> servers, String namespace, Duration timeout) {
        if (servers.isEmpty() || !servers.stream().allMatch(Addresses::isHostAndPort)) {
            throw new ConfigurationException("metaServers needs at least one host:port, but got " + servers);
        }
        this.transport = transport;
        this.servers = List.copyOf(servers);
        this.timeoutMs = timeout.toMillis();
        this.namespace = namespace;
        this.signal = new CloseSignal("client of the meta servers");
        this.metaLeader = new LeaderCalls(transport, this.servers, Raft.META_GROUP, timeoutMs, signal);
        this.tsoLeader = new LeaderCalls(transport, this.servers, Raft.TSO_GROUP, timeoutMs, signal);
    }

    private MetaClient(MetaClient other, String namespace) {
        this.transport = other.transport;
        this.servers = other.servers;
        this.timeoutMs = other.timeoutMs;
        this.namespace = namespace;
        this.signal = other.signal;
        this.metaLeader = other.metaLeader;
        this.tsoLeader = other.tsoLeader;
    }

    /** Returns a client of another namespace, which shares all else with this one and ends with it. */
    public MetaClient in(String otherNamespace) {
        return new MetaClient(this, otherNamespace);
    }

    /** Returns the schema of a table, or empty where there is no such table. */
    public Optional<SchemaInfo> schema(TableName table) throws InterruptedException {
        QueryResponse answer = query(request(Query.SCHEMA)
                .setNamespaceName(namespace)
                .setDatabase(table.database())
                .setTableName(table.table()));
        if (answer.getErrcode() == Err.INPUT_PARAM_ERROR) {
            return Optional.empty();
        }
        requireSuccess(answer, "the schema of " + table);
        return live(answer.getSchemaInfosList()).stream()
                .filter(schema -> schema.getDatabase().equals(table.database())
                        && schema.getTableName().equals(table.table()))
                .findFirst();
    }

    /** Returns the schema of a table by its id, or empty where there is no such table in the namespace. */
    public Optional<SchemaInfo> schema(long tableId) throws InterruptedException {
        QueryResponse answer = query(request(Query.SCHEMA_FLATTEN).setTableId(tableId));
        Optional<SchemaInfo> found = byId(live(answer.getSchemaInfosList()), tableId);
        // servers before 2.2.1 know no such query by id
        return found.isPresent() ? found : byId(schemas(), tableId);
    }

    /** Returns the schemas of all tables of the namespace. */
    public List<SchemaInfo> schemas() throws InterruptedException {
        QueryResponse answer = query(request(Query.SCHEMA));
        requireSuccess(answer, "all schemas");
        return live(answer.getSchemaInfosList());
    }

    /** Returns the schemas of all tables of all namespaces. */
    public List<SchemaInfo> schemasOfAllNamespaces() throws InterruptedException {
        QueryResponse answer = query(request(Query.SCHEMA));
        requireSuccess(answer, "all schemas");
        return newest(answer.getSchemaInfosList().stream());
    }

    /** Returns the schemas of all tables of a database; none where there is no such database. */
    public List<SchemaInfo> schemas(String database) throws InterruptedException {
        QueryResponse answer =
                query(request(Query.SCHEMA).setNamespaceName(namespace).setDatabase(database));
        if (answer.getErrcode() == Err.INPUT_PARAM_ERROR) {
            return List.of();
        }
        requireSuccess(answer, "the schemas of database " + database);
        return live(answer.getSchemaInfosList()).stream()
                .filter(schema -> schema.getDatabase().equals(database))
                .toList();
    }

    /** Returns the regions of a table as far as they exist; right after CREATE TABLE some may be missing. */
    public List<RegionInfo> regions(TableName table, long tableId) throws InterruptedException {
        // with the schema come the regions of this table alone, while the query by table id tells those of the whole
        // cluster
        QueryResponse answer = query(request(Query.SCHEMA)
                .setNamespaceName(namespace)
                .setDatabase(table.database())
                .setTableName(table.table()));
        List<RegionInfo> regions = ofTable(answer, tableId);
        return answer.getErrcode() == Err.SUCCESS && !regions.isEmpty() ? regions : regions(tableId);
    }

    private List<RegionInfo> regions(long tableId) throws InterruptedException {
        QueryResponse answer = query(request(Query.REGION).setTableId(tableId));
        requireSuccess(answer, "the regions of table id " + tableId);
        return ofTable(answer, tableId);
    }

    private static List<RegionInfo> ofTable(QueryResponse answer, long tableId) {
        return answer.getRegionInfosList().stream()
                .filter(region -> region.getTableId() == tableId && !region.getDeleted())
                .toList();
    }

    /** Returns a region, or empty where it is gone. */
    public Optional<RegionInfo> region(long regionId) throws InterruptedException {
        QueryResponse answer = query(request(Query.REGION).addRegionIds(regionId));
        if (answer.getErrcode() != Err.REGION_NOT_EXIST) {
            requireSuccess(answer, "region " + regionId);
        }
        return answer.getRegionInfosList().stream()
                .filter(region -> region.getRegionId() == regionId && !region.getDeleted())
                .findFirst();
    }

    /**
     * Returns what the servers send to a capturer of these tables: schemas, often of more tables than these, and the regions of the
     * binlog tables that these are linked to. The table {@code *} stands for all tables of its database.
     */
    public View heartbeat(Collection<TableName> tables) throws InterruptedException {
        BaikalHeartBeatRequest.Builder request = BaikalHeartBeatRequest.newBuilder()
                .setLastUpdatedIndex(0)
                .setNeedHeartbeatTable(true)
                .setNeedBinlogHeartbeat(true);
        for (TableName table : tables) {
            request.addHeartbeatTables(BaikalHeartBeatTable.newBuilder()
                    .setNamespaceName(namespace)
                    .setDatabase(table.database())
                    .setTableName(table.table()));
        }
        BaikalHeartBeatResponse answer = metaLeader.call(
                BaikalMethods.HEARTBEAT,
                request.build(),
                response -> new Outcome(response.getErrcode(), response.getErrmsg(), response.getLeader()));
        if (answer.getErrcode() != Err.SUCCESS) {
            throw unexpected("a heartbeat", answer.getErrcode(), answer.getErrmsg());
        }
        return new View(
                live(answer.getSchemaChangeInfoList()),
                answer.getRegionChangeInfoList().stream()
                        .filter(region -> !region.getDeleted())
                        .toList());
    }

    /** Returns the current raw timestamp of the oracle. */
    public long currentTs() throws InterruptedException {
        TsoResponse shown = tso(TsoRequest.newBuilder().setOpType(Op.QUERY_TSO_INFO));
        if (shown.getErrcode() == Err.SUCCESS && shown.getStartTimestamp().getPhysical() > 0) {
            return timestamp(shown);
        }
        TsoResponse taken = tso(TsoRequest.newBuilder().setOpType(Op.GEN_TSO).setCount(1));
        if (taken.getErrcode() != Err.SUCCESS || taken.getStartTimestamp().getPhysical() <= 0) {
            throw unexpected("the current timestamp", taken.getErrcode(), taken.getErrmsg());
        }
        return timestamp(taken);
    }

    /** Has the leader change something, and returns its answer, which may be a refusal. */
    public MetaManagerResponse manage(MetaManagerRequest request) throws InterruptedException {
        return metaLeader.call(
                BaikalMethods.MANAGE,
                request,
                response -> new Outcome(response.getErrcode(), response.getErrmsg(), response.getLeader()));
    }

    /** Asks each server by itself who leads, all at once. */
    public List<ServerState> servers() throws InterruptedException {
        signal.requireOpen();
        RaftControlRequest request = RaftControlRequest.newBuilder()
                .setOpType(Raft.GET_LEADER)
                .setRegionId(Raft.META_GROUP)
                .build();
        CountDownLatch missing = new CountDownLatch(servers.size());
        Map<String, ServerState> states = new ConcurrentHashMap<>();
        // answers are small, so the connection's own thread may parse them
        Transport.Terms terms = new Transport.Terms(timeoutMs, Integer.MAX_VALUE, Runnable::run);
        List<Transport.Pending> calls = new ArrayList<>();
        try {
            for (String server : servers) {
                calls.add(transport.start(BaikalMethods.RAFT_CONTROL, server, request, terms, new Transport.Reply<>() {
                    @Override
                    public void answered(RaftControlResponse response) {
                        tell(stateOf(server, response));
                    }

                    @Override
                    public void failed(RpcException failure) {
                        tell(new ServerState(server, null, failure.detail(), false));
                    }

                    private void tell(ServerState state) {
                        states.put(server, state);
                        missing.countDown();
                    }
                }));
            }
            missing.await();
        } finally {
            calls.forEach(Transport.Pending::cancel);
        }
        signal.requireOpen();
        return servers.stream()
                .map(server -> Objects.requireNonNull(states.get(server)))
                .toList();
    }

    private static ServerState stateOf(String server, RaftControlResponse answer) {
        String found = answer.getErrcode() == Err.SUCCESS ? Addresses.ofLeader(answer.getLeader()) : null;
        String failure = found == null ? ("knows no leader " + answer.getErrmsg()).strip() : "";
        return new ServerState(server, found, failure, true);
    }

    /** Ends calls that wait. Idempotent. */
    @Override
    public void close() {
        signal.close();
    }

    private static QueryRequest.Builder request(int op) {
        return QueryRequest.newBuilder().setOpType(op);
    }

    private QueryResponse query(QueryRequest.Builder request) throws InterruptedException {
        return metaLeader.call(
                BaikalMethods.QUERY,
                request.build(),
                response -> new Outcome(response.getErrcode(), response.getErrmsg(), response.getLeader()));
    }

    private TsoResponse tso(TsoRequest.Builder request) throws InterruptedException {
        return tsoLeader.call(
                BaikalMethods.TSO,
                request.build(),
                response -> new Outcome(response.getErrcode(), response.getErrmsg(), response.getLeader()));
    }

    private List<SchemaInfo> live(List<SchemaInfo> schemas) {
        return newest(
                schemas.stream().filter(schema -> schema.getNamespaceName().equals(namespace)));
    }

    private static List<SchemaInfo> newest(Stream<SchemaInfo> schemas) {
        Map<Long, SchemaInfo> byId = new LinkedHashMap<>();
        schemas.filter(schema -> !schema.getDeleted())
                .sorted(comparingLong(SchemaInfo::getTableId).thenComparingLong(SchemaInfo::getVersion))
                .forEach(schema -> byId.put(schema.getTableId(), schema));
        return List.copyOf(byId.values());
    }

    private static Optional<SchemaInfo> byId(List<SchemaInfo> schemas, long tableId) {
        return schemas.stream().filter(schema -> schema.getTableId() == tableId).findFirst();
    }

    private static long timestamp(TsoResponse answer) {
        return (answer.getStartTimestamp().getPhysical() << LOGICAL_BITS)
                + answer.getStartTimestamp().getLogical();
    }

    private static void requireSuccess(QueryResponse answer, String what) {
        if (answer.getErrcode() != Err.SUCCESS) {
            throw unexpected(what, answer.getErrcode(), answer.getErrmsg());
        }
    }

    private static RetriableException unexpected(String what, int errcode, String errmsg) {
        return new RetriableException(
                "The meta server did not give " + what + ": " + Err.name(errcode) + " " + errmsg + ". Try again later");
    }
}
