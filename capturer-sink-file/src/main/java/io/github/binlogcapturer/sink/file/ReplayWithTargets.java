package io.github.binlogcapturer.sink.file;

import io.github.binlogcapturer.spi.ParallelSink;
import io.github.binlogcapturer.spi.Sink;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command within another program, which knows targets by name and shows progress in its own way. */
@Command(
        name = "replay",
        description = "%nOne action is needed: --verify, --dry-run, --print, --into-files, --into-target or --into.")
final class ReplayWithTargets extends ReplayCommand {

    private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(500);

    private final Function<? super String, ?> targets;
    private final @Nullable Consumer<? super ReplayProgress> onProgress;

    @ArgGroup(multiplicity = "1")
    private TargetAction action = new TargetAction();

    ReplayWithTargets(Function<? super String, ?> targets, @Nullable Consumer<? super ReplayProgress> onProgress) {
        this.targets = targets;
        this.onProgress = onProgress;
    }

    /** What to do; one of them. */
    static final class TargetAction extends Action {

        @Option(
                names = "--into-target",
                paramLabel = "NAME",
                description =
                        "Writes into a target of the configuration; one that keeps a position goes on from there.")
        private @Nullable String target;
    }

    @Override
    Action action() {
        return action;
    }

    @Override
    @Nullable
    Object target() {
        String name = action.target;
        if (name == null) {
            return null;
        }
        Object sink;
        try {
            sink = targets.apply(name);
        } catch (IllegalArgumentException e) {
            throw usage("--into-target: " + e.getMessage(), e);
        }
        if (sink instanceof Sink || sink instanceof ParallelSink) {
            return sink;
        }
        throw usage("--into-target: there is no target " + name, null);
    }

    @Override
    Duration progressInterval() {
        return onProgress == null ? super.progressInterval() : PROGRESS_INTERVAL;
    }

    @Override
    void progressed(ReplayProgress progress) {
        if (onProgress == null) {
            super.progressed(progress);
        } else {
            onProgress.accept(progress);
        }
    }
}
