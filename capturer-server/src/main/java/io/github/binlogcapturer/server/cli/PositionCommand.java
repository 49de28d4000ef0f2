package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.cluster.BaikalCluster;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.server.capture.TargetPositions;
import io.github.binlogcapturer.server.config.ServerPlan;
import io.github.binlogcapturer.server.config.TargetPlan;
import io.github.binlogcapturer.spi.CaptureClock;
import java.io.IOException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code capturer position}, a group of commands. */
@Command(
        name = "position",
        header = "Shows, sets and converts positions.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "%nExit codes: 0 fine, 1 a problem, 2 wrong usage or configuration.",
            "%nExample:",
            "  capturer position show"
        },
        subcommands = {PositionCommand.Show.class, PositionCommand.Set.class, PositionCommand.Convert.class})
final class PositionCommand extends ProgramCommand {

    @Override
    public Integer call() {
        spec().commandLine().usage(console().err());
        return ExitCodes.USAGE;
    }

    /** {@code capturer position show}. */
    @Command(
            name = "show",
            header =
                    "Shows where targets stand: checkpoint, what the target itself holds, how far behind, how far from being lost.",
            footer = {
                "%nExit codes: 0 fine, 1 a target or the cluster cannot be asked, 2 wrong usage or configuration.",
                "%nExample:",
                "  capturer position show mysql"
            })
    static final class Show extends ProgramCommand {

        @Parameters(paramLabel = "TARGET", arity = "0..1", description = "The target; by default all.")
        private @Nullable String target;

        @Override
        public Integer call() throws IOException, InterruptedException {
            ServerPlan plan = plan();
            try (BaikalCluster cluster = Plans.connect(plan.cluster())) {
                boolean fine = new PositionTable(plan, cluster, console()).print(targets(plan, target));
                return fine ? ExitCodes.FINE : ExitCodes.PROBLEM;
            }
        }
    }

    /** {@code capturer position set}. */
    @Command(
            name = "set",
            header = "Has a target begin elsewhere at the next start.",
            description = {
                "%nThe program must not run. A position of the target's own is forgotten; its data stay as they are, and what lies behind the new"
                        + " position is written again."
            },
            footer = {
                "%nExit codes: 0 set, 1 it could not be, 2 wrong usage or configuration.",
                "%nExample: go two hours back",
                "  capturer position set mysql 2026-11-21T07:39:23+08:00"
            })
    static final class Set extends ProgramCommand {

        @Parameters(index = "0", paramLabel = "TARGET", description = "The target.")
        private String target = "";

        @Parameters(
                index = "1",
                paramLabel = "WHEN",
                description = "Where: " + When.FORMS + ".",
                converter = When.Converter.class)
        private @Nullable When when;

        @Option(
                names = {"-y", "--yes"},
                description = "Does not ask.")
        private boolean yes;

        @Override
        public Integer call() throws IOException, InterruptedException {
            When wanted = when;
            if (wanted == null) {
                throw CommandException.usage("Where to? Name " + When.FORMS);
            }
            ServerPlan plan = plan();
            TargetPlan chosen = target(plan, target);
            String to = wanted.commitTs().map(Object::toString).orElse(wanted.text());
            console().confirm("Have " + chosen.name() + " (" + chosen.description() + ") begin at " + to + "?", yes);
            set(plan, chosen, wanted);
            console().out().println("Target " + chosen.name() + " begins at " + to + " at the next start");
            return ExitCodes.FINE;
        }

        private static void set(ServerPlan plan, TargetPlan target, When wanted)
                throws IOException, InterruptedException {
            try {
                new TargetPositions(plan, CaptureClock.system())
                        .set(target, wanted.position(), System.getProperty("user.name", "?"));
            } catch (ConfigurationException e) {
                // the program runs, or the target cannot go there: nothing is wrong with how this was called
                throw CommandException.problem(String.valueOf(e.getMessage()));
            }
        }
    }

    /** {@code capturer position convert}. */
    @Command(
            name = "convert",
            header = "Tells the time of a commit ts, or the commit ts of a time.",
            description = "%nNeeds no configuration and no server.",
            footer = {
                "%nExit codes: 0 fine, 2 wrong usage.",
                "%nExample:",
                "  capturer position convert 57000267173068801"
            })
    static final class Convert extends ProgramCommand {

        @Parameters(
                paramLabel = "WHEN",
                description = "A commit ts, or a time such as 2026-11-21T07:39:23+08:00 or '2026-11-21 07:39:23'.",
                converter = When.Converter.class)
        private @Nullable When when;

        @Override
        public Integer call() {
            When wanted = when;
            if (wanted == null || wanted.commitTs().isEmpty()) {
                throw CommandException.usage(
                        "Only a cluster knows its earliest and latest position; name a commit ts or a time");
            }
            console().out().println(When.describe(wanted.commitTs().get(), ZoneId.systemDefault()));
            return ExitCodes.FINE;
        }
    }
}
