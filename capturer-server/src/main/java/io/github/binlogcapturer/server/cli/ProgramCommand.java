package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.server.config.ServerPlan;
import io.github.binlogcapturer.server.config.TargetPlan;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands share: the configuration, where they print, and {@code --help}. */
abstract class ProgramCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    @SuppressWarnings("unused") // picocli alone looks at it
    private boolean help;

    /** Returns the program's top, which has the options that all commands take. */
    final CapturerCommand top() {
        return (CapturerCommand) spec.root().userObject();
    }

    final Console console() {
        return top().io();
    }

    /** Loads the configuration. */
    final ServerPlan plan() {
        return Plans.load(top().configFile());
    }

    final CommandSpec spec() {
        return spec;
    }

    /**
     * Returns the target of a name, or the only one.
     *
     * @throws CommandException if there is none of that name, or no name was given and there are several
     */
    static TargetPlan target(ServerPlan plan, @Nullable String name) {
        if (name == null) {
            if (plan.targets().size() > 1) {
                throw CommandException.usage("Which target? Name one of " + names(plan.targets()));
            }
            return plan.targets().get(0);
        }
        Optional<TargetPlan> found = plan.targets().stream()
                .filter(target -> target.name().equals(name))
                .findFirst();
        return found.orElseThrow(() -> CommandException.usage(
                "There is no target \"" + name + "\" in " + plan.file() + "; it has " + names(plan.targets())));
    }

    /** Returns the target of a name, or all. */
    static List<TargetPlan> targets(ServerPlan plan, @Nullable String name) {
        return name == null ? plan.targets() : List.of(target(plan, name));
    }

    private static String names(List<TargetPlan> targets) {
        return targets.stream().map(TargetPlan::name).collect(Collectors.joining(", "));
    }
}
