package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.protocol.MetaManagerRequest;
import io.github.binlogcapturer.protocol.SchemaInfo;
import io.github.binlogcapturer.testkit.servers.LinkRules;
import java.util.function.Function;

/** The meta servers' side of a cluster as DDL sees it. Thread-safe. */
interface MetaCatalog {

    /** Takes the next id for a table, an index or a region. */
    long nextId();

    /** Stores a table, or a newer version of it; all meta servers and SQL nodes know it at once. */
    void put(SchemaInfo schema);

    /** Sends requests to link and unlink tables to the one who makes them. */
    void relinkWith(Function<MetaManagerRequest, LinkRules.Outcome> relink);

    /**
     * Makes the regions of a binlog table's partitions.
     *
     * @param regionsPerPartition how many each partition gets
     */
    void createRegions(SchemaInfo binlogTable, int regionsPerPartition);
}
