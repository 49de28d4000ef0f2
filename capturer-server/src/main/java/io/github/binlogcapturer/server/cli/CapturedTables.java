package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.cluster.BaikalCluster;
import io.github.binlogcapturer.cluster.ClusterTable;
import io.github.binlogcapturer.server.config.ClusterSettings;
import io.github.binlogcapturer.server.config.ServerPlan;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which tables of the cluster a configuration captures: those of its filter that are linked to a binlog table it reads. */
final class CapturedTables {

    private CapturedTables() {}

    /** Asks the cluster. */
    static List<ClusterTable> of(ServerPlan plan, BaikalCluster cluster) {
        ClusterSettings settings = plan.cluster();
        List<ClusterTable> all = cluster.tables();
        Set<Long> binlogs = all.stream()
                .filter(ClusterTable::binlog)
                .filter(table -> isRead(table, settings))
                .map(ClusterTable::tableId)
                .collect(Collectors.toSet());
        Optional<String> namespace = namespace(settings, all);
        return all.stream()
                .filter(table -> !table.binlog() && isWanted(table, plan))
                .filter(table -> namespace.isEmpty() || table.namespace().equals(namespace.get()))
                .filter(table -> table.links().stream().anyMatch(link -> binlogs.contains(link.binlogTableId())))
                .toList();
    }

    /** Returns whether any target captures a table, by its own rules where it has such. */
    static boolean isWanted(ClusterTable table, ServerPlan plan) {
        return plan.targets().stream().anyMatch(target -> target.tables().matches(table.name()));
    }

    /** Returns whether a capture reads a binlog table; where none is named, it reads those that its tables are linked to. */
    static boolean isRead(ClusterTable binlog, ClusterSettings settings) {
        boolean any =
                settings.binlogTables().isEmpty() && settings.binlogTableIds().isEmpty();
        return any
                || settings.binlogTables().contains(binlog.name().toString())
                || settings.binlogTableIds().contains(binlog.tableId());
    }

    /** Returns the namespace by name, or that of the binlog table by id; empty where it cannot be told. */
    static Optional<String> namespace(ClusterSettings settings, List<ClusterTable> all) {
        return settings.namespace()
                .or(() -> all.stream()
                        .filter(table -> settings.binlogTableIds().contains(table.tableId()))
                        .map(ClusterTable::namespace)
                        .findFirst());
    }
}
