package io.github.binlogcapturer.testkit;

import io.github.binlogcapturer.protocol.MetaManagerRequest;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.testkit.servers.Catalog;
import io.github.binlogcapturer.testkit.servers.LinkRules;
import io.github.binlogcapturer.testkit.servers.MetaGroup;
import io.github.binlogcapturer.testkit.servers.Oracle;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The meta servers of a recorded cluster: one of them leads everything, and all know the same. Nothing changes any more but links, which
 * log nothing here. Thread-safe.
 */
final class RecordedMetaGroup implements MetaGroup {

    private final String leader;
    private final Oracle oracle;

    // guarded by this
    private Catalog catalog;
    private long updatedIndex = 1;

    RecordedMetaGroup(String leader, Catalog catalog, Oracle oracle) {
        this.leader = leader;
        this.catalog = catalog;
        this.oracle = oracle;
    }

    @Override
    public String leader() {
        return leader;
    }

    @Override
    public String oracleLeader() {
        return leader;
    }

    @Override
    public synchronized Catalog catalog(String address) {
        return catalog;
    }

    @Override
    public synchronized long updatedIndex() {
        return updatedIndex;
    }

    @Override
    public Oracle oracle() {
        return oracle;
    }

    @Override
    public synchronized LinkRules.Outcome relink(MetaManagerRequest request) {
        LinkRules.Outcome outcome = new LinkRules(catalog, tableId -> false).answer(request);
        if (outcome instanceof LinkRules.Outcome.Changed changed) {
            Map<Long, SchemaInfo> schemas = new LinkedHashMap<>(catalog.schemas());
            schemas.put(changed.table().getTableId(), changed.table());
            schemas.put(changed.binlogTable().getTableId(), changed.binlogTable());
            catalog = new Catalog(schemas, catalog.regions());
            updatedIndex++;
        }
        return outcome;
    }
}
