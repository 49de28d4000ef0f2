package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.cluster.BaikalCluster;
import io.github.binlogcapturer.server.config.ServerPlan;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code capturer unlink}. */
@Command(
        name = "unlink",
        header = "Has a table's changes logged no more.",
        description = "%nCaptures miss what is written from then on, and cannot get it back.",
        footer = {
            "%nExit codes: 0 unlinked, 1 refused or unreachable, 2 wrong usage or configuration.",
            "%nExample:",
            "  capturer unlink shop.sessions"
        })
final class UnlinkCommand extends ProgramCommand {

    @Parameters(paramLabel = "TABLE", description = "The table, as database.table.")
    private String table = "";

    @Option(
            names = "--binlog",
            paramLabel = "TABLE",
            description = "The binlog table; by default the one that the table is linked to.")
    private @Nullable String binlog;

    @Option(
            names = {"-y", "--yes"},
            description = "Does not ask.")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        ServerPlan plan = plan();
        try (BaikalCluster cluster = Plans.connect(plan.cluster())) {
            new Linking(cluster, plan.cluster(), console()).unlink(table, binlog, yes);
        }
        return ExitCodes.FINE;
    }
}
