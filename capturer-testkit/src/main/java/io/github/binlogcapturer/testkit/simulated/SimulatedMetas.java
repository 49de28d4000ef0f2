package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.protocol.MetaManagerRequest;
import io.github.binlogcapturer.protocol.RegionInfo;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.testkit.servers.Catalog;
import io.github.binlogcapturer.testkit.servers.LinkRules;
import io.github.binlogcapturer.testkit.servers.MetaGroup;
import io.github.binlogcapturer.testkit.servers.MetaServer;
import io.github.binlogcapturer.testkit.servers.Oracle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The meta servers, and what they know. Schemas and regions are led by the last server that works, the oracle by the first one: a client
 * has to look for them one by one. Thread-safe.
 */
final class SimulatedMetas implements MetaGroup {

    private final List<ProxiedServer> servers = new ArrayList<>();
    private final Collection<RegionGroup> regions;
    private final SimulatedOracle oracle;

    // guarded by this
    private final Map<Long, SchemaInfo> schemas = new LinkedHashMap<>();
    private long updatedIndex = 1;
    private int stale;
    private @Nullable Catalog frozen;

    private volatile Function<MetaManagerRequest, LinkRules.Outcome> relink =
            request -> new LinkRules.Outcome.Refused("there are no tables yet");

    SimulatedMetas(Collection<RegionGroup> regions, SimulatedOracle oracle) {
        this.regions = regions;
        this.oracle = oracle;
    }

    void relinkWith(Function<MetaManagerRequest, LinkRules.Outcome> handler) {
        relink = handler;
    }

    void open(int count, boolean filterByTableId) {
        for (int i = 0; i < count; i++) {
            ProxiedServer server = new ProxiedServer();
            servers.add(server);
            server.serve(new MetaServer(server.address(), this, filterByTableId).service());
        }
    }

    List<ProxiedServer> servers() {
        return Collections.unmodifiableList(servers);
    }

    synchronized void put(SchemaInfo schema) {
        if (schema.getDeleted()) {
            schemas.remove(schema.getTableId());
        } else {
            schemas.put(schema.getTableId(), schema);
        }
        updatedIndex++;
    }

    /** Tells that regions have come or gone. */
    synchronized void regionsChanged() {
        updatedIndex++;
    }

    synchronized @Nullable SchemaInfo schema(long tableId) {
        return schemas.get(tableId);
    }

    /** Returns the table of a name in a namespace; throws {@link IllegalArgumentException} if there is none. */
    synchronized SchemaInfo schema(String namespace, String database, String table) {
        return schemas.values().stream()
                .filter(schema -> schema.getNamespaceName().equals(namespace))
                .filter(schema -> schema.getDatabase().equals(database))
                .filter(schema -> schema.getTableName().equals(table))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no table " + database + "." + table));
    }

    /** Makes followers keep what they know by now. */
    synchronized void freezeFollowers() {
        if (stale == 0) {
            frozen = snapshot(RegionGroup::replicatedInfo);
        }
        stale++;
    }

    synchronized void thawFollowers() {
        stale--;
        if (stale == 0) {
            frozen = null;
        }
    }

    private Catalog snapshot(Function<RegionGroup, RegionInfo> view) {
        Map<Long, RegionInfo> known = new TreeMap<>();
        regions.stream()
                .filter(RegionGroup::visible)
                .forEach(region -> known.put(region.regionId(), view.apply(region)));
        return new Catalog(new LinkedHashMap<>(schemas), known);
    }

    @Override
    public synchronized Catalog catalog(String address) {
        if (address.equals(leader())) {
            return snapshot(RegionGroup::metaInfo);
        }
        Catalog kept = frozen;
        return (kept == null) ? snapshot(RegionGroup::replicatedInfo) : kept;
    }

    @Override
    public String leader() {
        return servers.stream()
                .filter(ProxiedServer::works)
                .map(ProxiedServer::address)
                .reduce(NO_LEADER, (before, next) -> next);
    }

    @Override
    public String oracleLeader() {
        return servers.stream()
                .filter(ProxiedServer::works)
                .map(ProxiedServer::address)
                .findFirst()
                .orElse(NO_LEADER);
    }

    @Override
    public synchronized long updatedIndex() {
        return updatedIndex;
    }

    @Override
    public LinkRules.Outcome relink(MetaManagerRequest request) {
        return relink.apply(request);
    }

    @Override
    public Oracle oracle() {
        return oracle;
    }
}
