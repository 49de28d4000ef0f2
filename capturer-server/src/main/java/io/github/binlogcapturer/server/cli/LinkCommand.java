package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.cluster.BaikalCluster;
import io.github.binlogcapturer.server.config.ServerPlan;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code capturer link}. */
@Command(
        name = "link",
        header = "Has a table's changes logged in the binlog table.",
        description = "%nAs the original's script did with OP_LINK_BINLOG. What was written before is not logged.",
        footer = {
            "%nExit codes: 0 linked, 1 refused or unreachable, 2 wrong usage or configuration.",
            "%nExample: log the orders, by their user, in a binlog table of several partitions",
            "  capturer link shop.orders --binlog cdc.bl --field user_id"
        })
final class LinkCommand extends ProgramCommand {

    @Parameters(paramLabel = "TABLE", description = "The table, as database.table.")
    private String table = "";

    @Option(
            names = "--binlog",
            paramLabel = "TABLE",
            description = "The binlog table; by default the configuration's, or the only one.")
    private @Nullable String binlog;

    @Option(
            names = "--field",
            paramLabel = "COLUMN",
            description = "The column whose value decides the partition; needed where the binlog table has several.")
    private @Nullable String field;

    @Option(
            names = "--same-partition",
            description = "Each partition of the table goes to the binlog table's of the same number.")
    private boolean samePartition;

    @Option(
            names = {"-y", "--yes"},
            description = "Does not ask.")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        ServerPlan plan = plan();
        try (BaikalCluster cluster = Plans.connect(plan.cluster())) {
            new Linking(cluster, plan.cluster(), console()).link(table, binlog, field, samePartition, yes);
        }
        return ExitCodes.FINE;
    }
}
