package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.server.config.PlannedSink;
import io.github.binlogcapturer.server.config.ServerPlan;
import io.github.binlogcapturer.server.terminal.Progress;
import io.github.binlogcapturer.sink.file.ReplayTool;
import io.github.binlogcapturer.spi.CaptureMetrics;
import picocli.CommandLine;
import picocli.CommandLine.RunLast;

/** {@code capturer replay}: the command of the file sink, with the targets of the configuration and this program's progress bar. */
final class ReplayTargets {

    private ReplayTargets() {}

    /** Adds the command. The configuration is read only where a target of it is named. */
    static void addTo(CommandLine program, CapturerCommand top, Console console) {
        Progress progress = console.progress("bytes");
        program.addSubcommand(
                "replay",
                ReplayTool.command(
                        name -> sink(Plans.load(top.configFile()), name),
                        told -> progress.update("replay", told.readBytes(), told.totalBytes())));
        program.setExecutionStrategy(parsed -> {
            try {
                return new RunLast().execute(parsed);
            } finally {
                progress.close();
            }
        });
    }

    private static Object sink(ServerPlan plan, String name) {
        PlannedSink planned = ProgramCommand.target(plan, name).sink(CaptureMetrics.none());
        return planned instanceof PlannedSink.InOrder inOrder
                ? inOrder.sink()
                : ((PlannedSink.Parallel) planned).sink();
    }
}
