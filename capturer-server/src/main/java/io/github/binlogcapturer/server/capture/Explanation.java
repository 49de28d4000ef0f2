package io.github.binlogcapturer.server.capture;

/** Says in one sentence what a target does or waits for now. */
final class Explanation {

    private Explanation() {}

    static String of(TargetRunner.View view) {
        TargetRun run = view.run();
        TargetFailure last = view.last();
        String failure = last == null ? "unknown" : last.text();
        return switch (view.state()) {
            case STARTING -> "Starts: asks the cluster for tables and regions, and opens the target.";
            case RUNNING -> run == null ? "Ends." : run.explain();
            case WAITING -> "Has failed, and is tried again at " + view.nextTryAt() + ": " + failure;
            case PAUSED -> "Is paused by an operator; resume it to go on.";
            case FAILED ->
                "Has failed, and does not mend by itself; remove the cause and resume it"
                        + (view.failedAt() == null
                                ? ": "
                                : ", or skip the transaction " + view.failedAt().value() + ": ")
                        + failure;
            case STOPPED -> "Has ended with the program.";
        };
    }
}
