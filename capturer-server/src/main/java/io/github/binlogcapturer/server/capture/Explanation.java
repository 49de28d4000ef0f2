package io.github.binlogcapturer.server.capture;

/** Says in one sentence what a target does or waits for now. */
final class Explanation {

    private Explanation() {}

    /** @param description where the target leads */
    static String of(TargetRunner.View view, String description) {
        TargetRun run = view.run();
        TargetFailure last = view.last();
        String failure = last == null ? "unknown" : last.text();
        return switch (view.state()) {
            case STARTING ->
                "Starts since " + view.startingSince() + ": asks the cluster for tables and regions, and opens "
                        + description + ". One that does not answer is waited for; the log says what it says.";
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
