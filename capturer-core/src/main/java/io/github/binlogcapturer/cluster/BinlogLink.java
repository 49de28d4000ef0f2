package io.github.binlogcapturer.cluster;

import java.util.Optional;

/**
 * That a table's changes are logged in a binlog table.
 *
 * @param binlogTableId the binlog table's id
 * @param field the column whose value decides the partition of the binlog table, or empty where the binlog table is not partitioned or the
 *     server does not tell
 * @param samePartition whether a partition of the table goes to the partition of the same number
 */
public record BinlogLink(long binlogTableId, Optional<String> field, boolean samePartition) {}
