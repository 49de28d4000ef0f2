package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.event.CommitTs;
import java.time.Duration;

/** Says in one sentence what a target does or waits for now. */
final class Explanation {

    private static final Duration TARGET_BEHIND = Duration.ofSeconds(30);

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
            case RUNNING -> run == null ? "Ends." : behind(view, run, description) + run.explain();
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

    private static String behind(TargetRunner.View view, TargetRun run, String description) {
        CommitTs position = view.position();
        CommitTs watermark = run.watermark().orElse(null);
        return position == null || watermark == null ? "" : behind(position, watermark, description);
    }

    /**
     * What a capture says is about its source. A target that takes nothing shows by what it has not confirmed of what has come; in quiet times
     * a position may be 13 s old without anything being wrong.
     */
    static String behind(CommitTs position, CommitTs watermark, String description) {
        Duration behind = Duration.between(position.instant(), watermark.instant());
        return behind.compareTo(TARGET_BEHIND) < 0
                ? ""
                : "Waits for " + description + ", which has confirmed nothing of the last " + behind.toSeconds()
                        + " s of what has been read; the log tells what it says. As to the source: ";
    }
}
