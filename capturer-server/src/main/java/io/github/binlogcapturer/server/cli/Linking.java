package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.cluster.BaikalCluster;
import io.github.binlogcapturer.cluster.BinlogLink;
import io.github.binlogcapturer.cluster.ClusterTable;
import io.github.binlogcapturer.cluster.LinkRequest;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.server.config.ClusterSettings;
import io.github.binlogcapturer.server.terminal.SafeText;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Links a table to a binlog table, or unlinks it, and shows how it was before and after. */
final class Linking {

    private final BaikalCluster cluster;
    private final ClusterSettings settings;
    private final Console console;

    Linking(BaikalCluster cluster, ClusterSettings settings, Console console) {
        this.cluster = cluster;
        this.settings = settings;
        this.console = console;
    }

    /**
     * Links.
     *
     * @param binlog the binlog table, or null where the configuration or the cluster has only one
     * @param field the column that decides the partition, or null
     * @throws CommandException if a table is not there, which binlog table is meant is not clear, or the answer is no
     */
    void link(String table, @Nullable String binlog, @Nullable String field, boolean samePartition, boolean agreed)
            throws IOException {
        List<ClusterTable> all = cluster.tables();
        ClusterTable wanted = find(all, table);
        ClusterTable target = binlog(all, wanted, binlog);
        show("now", wanted, all);
        console.confirm(
                "Link " + wanted.name() + " to " + target.name() + " in namespace " + wanted.namespace() + "?", agreed);
        carryOut(() -> cluster.link(request(wanted, target, field, samePartition)));
        again(wanted);
    }

    /** Unlinks, see {@link #link}. */
    void unlink(String table, @Nullable String binlog, boolean agreed) throws IOException {
        List<ClusterTable> all = cluster.tables();
        ClusterTable wanted = find(all, table);
        ClusterTable target = linked(all, wanted, binlog);
        BinlogLink link = wanted.links().stream()
                .filter(one -> one.binlogTableId() == target.tableId())
                .findFirst()
                .orElseThrow(() -> CommandException.problem(wanted.name() + " is not linked to " + target.name()));
        show("now", wanted, all);
        console.confirm(
                "Unlink " + wanted.name() + " from " + target.name()
                        + "? Its changes are logged no more, and captures miss them.",
                agreed);
        carryOut(() -> cluster.unlink(request(wanted, target, link.field().orElse(null), link.samePartition())));
        again(wanted);
    }

    private static LinkRequest request(
            ClusterTable table, ClusterTable binlog, @Nullable String field, boolean samePartition) {
        return new LinkRequest(
                table.namespace(), table.name(), binlog.name(), Optional.ofNullable(field), samePartition);
    }

    private void again(ClusterTable wanted) {
        List<ClusterTable> all = cluster.tables();
        all.stream()
                .filter(table -> table.tableId() == wanted.tableId())
                .findFirst()
                .ifPresent(table -> show("done", table, all));
        console.out()
                .println("The SQL nodes of the cluster follow within seconds; 'capturer check' looks at all links.");
    }

    private void show(String when, ClusterTable table, List<ClusterTable> all) {
        console.out().println(SafeText.of(when + ": " + table.name() + " is linked to " + links(table, all)));
        console.out().flush();
    }

    private static String links(ClusterTable table, List<ClusterTable> all) {
        return table.links().isEmpty() ? "no binlog table" : TablesCommand.links(table, TablesCommand.names(all));
    }

    private ClusterTable find(List<ClusterTable> all, String text) {
        TableName name = name(text);
        List<ClusterTable> found = all.stream()
                .filter(table -> table.name().equals(name))
                .filter(table -> settings.namespace().isEmpty()
                        || table.namespace().equals(settings.namespace().get()))
                .toList();
        if (found.size() > 1) {
            throw CommandException.usage(name + " is in several namespaces: "
                    + found.stream().map(ClusterTable::namespace).collect(Collectors.joining(", "))
                    + "; name one in the configuration");
        }
        if (found.isEmpty()) {
            throw CommandException.problem("There is no table " + name
                    + settings.namespace()
                            .map(space -> " in namespace " + space)
                            .orElse("")
                    + "; 'capturer tables' lists what there is");
        }
        return found.get(0);
    }

    private static TableName name(String text) {
        try {
            return TableName.parse(text);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }

    /** The one that is named, else the one of the configuration, else the only one there is. */
    private ClusterTable binlog(List<ClusterTable> all, ClusterTable table, @Nullable String named) {
        if (named != null) {
            return find(all, named);
        }
        List<ClusterTable> here = all.stream()
                .filter(other -> other.binlog() && other.namespace().equals(table.namespace()))
                .toList();
        List<ClusterTable> configured = here.stream()
                .filter(other -> settings.binlogTables().contains(other.name().toString())
                        || settings.binlogTableIds().contains(other.tableId()))
                .toList();
        return only(configured.isEmpty() ? here : configured, table);
    }

    private ClusterTable linked(List<ClusterTable> all, ClusterTable table, @Nullable String named) {
        if (named != null) {
            return find(all, named);
        }
        List<ClusterTable> linked = all.stream()
                .filter(other -> table.links().stream().anyMatch(link -> link.binlogTableId() == other.tableId()))
                .toList();
        if (linked.isEmpty()) {
            throw CommandException.problem(table.name() + " is linked to no binlog table");
        }
        return only(linked, table);
    }

    private static ClusterTable only(List<ClusterTable> binlogs, ClusterTable table) {
        if (binlogs.isEmpty()) {
            throw CommandException.problem("There is no binlog table in namespace " + table.namespace()
                    + "; create one first, its statement is in the README, \"On a real cluster\"");
        }
        if (binlogs.size() > 1) {
            throw CommandException.usage("Which binlog table? Name one by --binlog: "
                    + binlogs.stream().map(binlog -> binlog.name().toString()).collect(Collectors.joining(", ")));
        }
        return binlogs.get(0);
    }

    /** What the cluster refuses is a problem of the tables, and not of how the command was called. */
    private static void carryOut(Runnable change) {
        try {
            change.run();
        } catch (ConfigurationException e) {
            throw CommandException.problem(String.valueOf(e.getMessage()));
        }
    }
}
