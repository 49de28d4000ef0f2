package io.github.binlogcapturer.sink.file;

import picocli.CommandLine.ArgGroup;

/** The command of {@link ReplayTool}, which knows no targets by name. */
final class ReplayAlone extends ReplayCommand {

    @ArgGroup(multiplicity = "1")
    private Action action = new Action();

    @Override
    Action action() {
        return action;
    }
}
