package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.protocol.SchemaInfo;

/** The meta servers' side of a cluster as DDL sees it. Thread-safe. */
interface MetaCatalog {

    /** Takes the next id for a table, an index or a region. */
    long nextId();

    /** Stores a table, or a newer version of it; all meta servers and SQL nodes know it at once. */
    void put(SchemaInfo schema);

    /**
     * Makes the regions of a binlog table's partitions.
     *
     * @param regionsPerPartition how many each partition gets
     */
    void createRegions(SchemaInfo binlogTable, int regionsPerPartition);
}
