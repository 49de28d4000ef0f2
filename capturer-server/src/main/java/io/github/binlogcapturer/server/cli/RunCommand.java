package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.server.config.Configurations;
import io.github.binlogcapturer.server.config.ServerPlan;
import io.github.binlogcapturer.server.logging.Logging;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** {@code capturer run}. */
@Command(
        name = "run",
        header = "Captures into all targets of the configuration until it is stopped.",
        description = {
            "%nLogs to standard output; status, metrics and control are at the HTTP address of the configuration. Each target has a position"
                    + " of its own: one that is slow or fails holds up no other.",
            "%nSIGTERM or SIGINT ends it in good order: what is under way is written, positions are saved. A second signal ends it at once."
        },
        footer = {
            "%nExit codes: 0 stopped by a signal, 1 no target runs any more, 2 wrong usage or configuration, 130 ended by a second signal.",
            "%nExample: run as the original's start.sh did, with its own files",
            "  capturer run --config conf/config.cfg"
        })
final class RunCommand extends ProgramCommand {

    @Override
    public Integer call() throws InterruptedException {
        ServerPlan plan = plan();
        Logging.install(plan.log());
        // in one piece, since lines of several targets are alike, and repeats are held back
        LoggerFactory.getLogger(RunCommand.class)
                .info("{}", Configurations.describe(plan).strip());
        return run(new ServerRun(ServerParts.of(plan), console().err()));
    }

    /** Runs until a signal or the end of all targets; takes over signals and dying threads of this process. */
    static int run(ServerRun run) throws InterruptedException {
        Thread.setDefaultUncaughtExceptionHandler(run::threadDied);
        StopSignals.install(run::stop, run::stopAtOnce, run::awaitEnd);
        return run.run();
    }
}
