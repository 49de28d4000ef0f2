package io.github.binlogcapturer.cluster;

import io.github.binlogcapturer.event.TableName;
import java.util.Objects;
import java.util.Optional;

/**
 * That a table's changes are to be logged in a binlog table, or no longer.
 *
 * @param namespace the namespace of both tables
 * @param field the column whose value decides the partition, needed where the binlog table is partitioned
 * @param samePartition whether a partition of the table goes to the partition of the same number; needed where the binlog table is
 *     partitioned, on servers from 2.2.1 on
 */
public record LinkRequest(
        String namespace, TableName table, TableName binlogTable, Optional<String> field, boolean samePartition) {

    public LinkRequest {
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(binlogTable, "binlogTable");
        Objects.requireNonNull(field, "field");
    }
}
