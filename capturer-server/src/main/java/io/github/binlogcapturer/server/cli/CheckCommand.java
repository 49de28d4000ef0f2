package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.cluster.BaikalCluster;
import io.github.binlogcapturer.server.config.ServerPlan;
import io.github.binlogcapturer.server.config.TargetPlan;
import io.github.binlogcapturer.spi.CaptureClock;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code capturer check}. */
@Command(
        name = "check",
        header = "Looks whether everything is ready for a capture, and says what to do where it is not.",
        description = {
            "%nOne line each, OK or BAD with its remedy: configuration, meta servers, namespace, link of each table to the binlog table, regions"
                    + " and their peers, clock, each target with its grants and tables, each position against what the stores still keep,"
                    + " folders, disk, HTTP port.",
            "%nChanges nothing. While the program runs, its targets are not asked."
        },
        footer = {
            "%nExit codes: 0 all is ready, 1 something is not, 2 wrong usage or configuration.",
            "%nExample:",
            "  capturer check --config conf/config.cfg"
        })
final class CheckCommand extends ProgramCommand {

    @Override
    public Integer call() throws InterruptedException {
        ServerPlan plan = plan();
        CheckList list = new CheckList(console());
        try (BaikalCluster cluster = Plans.connect(plan.cluster())) {
            check(plan, cluster, list);
        }
        console().out().println(list.wrong() == 0 ? "All is ready." : list.wrong() + " to mend.");
        return list.wrong() == 0 ? ExitCodes.FINE : ExitCodes.PROBLEM;
    }

    static void check(ServerPlan plan, BaikalCluster cluster, CheckList list) throws InterruptedException {
        list.title("Configuration");
        list.ok(plan.file() + " with " + plan.targets().size() + (plan.targets().size() == 1 ? " target" : " targets"));
        list.title("Source");
        Optional<ClusterCheck.Seen> seen = new ClusterCheck(cluster, plan, CaptureClock.system(), list).run();
        MachineCheck machine = new MachineCheck(plan, list);
        boolean running = machine.isRunning();
        TargetCheck targets = new TargetCheck(plan, list);
        for (TargetPlan target : plan.targets()) {
            list.title("Target " + target.name());
            if (running) {
                list.ok("target " + target.name()
                        + " is not asked, since the program runs; 'capturer status' tells how it is");
            } else if (seen.isPresent()) {
                targets.target(target, seen.get().tables());
            }
            targets.position(target, seen.flatMap(ClusterCheck.Seen::oldest));
        }
        list.title("This machine");
        machine.run(running);
    }
}
