package io.github.binlogcapturer.cluster;

import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import java.util.List;

/**
 * A table of a cluster.
 *
 * @param namespace the namespace it is in
 * @param name its database and name
 * @param tableId its id, by which binlogs and other tables refer to it
 * @param binlog whether it is a binlog table
 * @param partitions how many partitions it has, at least 1
 * @param schema columns and keys
 * @param links the binlog tables that it is linked to, the first one first; empty for binlog tables
 */
public record ClusterTable(
        String namespace,
        TableName name,
        long tableId,
        boolean binlog,
        int partitions,
        TableSchema schema,
        List<BinlogLink> links) {

    public ClusterTable {
        links = List.copyOf(links);
    }
}
