package io.github.binlogcapturer.server.config;

import java.util.List;
import java.util.Optional;

/**
 * The source cluster.
 *
 * @param metaServers {@code host:port} each
 * @param namespace the tables' namespace, or empty where it is that of the first binlog table id, as with the original's files
 * @param tables rules of {@link io.github.binlogcapturer.TableFilter}; never empty
 * @param binlogTables binlog tables by name, empty to have them found
 * @param binlogTableIds binlog tables by id, empty to have them found
 */
public record ClusterSettings(
        List<String> metaServers,
        Optional<String> namespace,
        List<String> tables,
        List<String> binlogTables,
        List<Long> binlogTableIds) {

    public ClusterSettings {
        metaServers = List.copyOf(metaServers);
        tables = List.copyOf(tables);
        binlogTables = List.copyOf(binlogTables);
        binlogTableIds = List.copyOf(binlogTableIds);
    }
}
