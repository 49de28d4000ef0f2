package io.github.binlogcapturer.server.http;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.server.capture.CaptureControl;
import io.github.binlogcapturer.server.capture.RefusedException;
import java.util.Optional;

/** What an operator can do to a target: {@code POST /api/targets/NAME/ACTION}. The caller was let in before. */
final class ControlRoutes {

    private final CaptureControl control;

    ControlRoutes(CaptureControl control) {
        this.control = control;
    }

    /** Carries out an action; blocks until it is done. */
    Answer handle(String target, String action, Query query, String who) throws InterruptedException {
        if (control.status().targets().stream().noneMatch(known -> known.name().equals(target))) {
            return Answer.error(404, "There is no target \"" + target + "\"; /api/status lists them");
        }
        try {
            return switch (action) {
                case "pause" -> pause(target, who);
                case "resume" -> resume(target, who);
                case "skip" -> skip(target, query, who);
                default -> Answer.error(404, "There is no action \"" + action + "\"; there are pause, resume and skip");
            };
        } catch (RefusedException e) {
            return Answer.error(409, String.valueOf(e.getMessage()));
        }
    }

    private Answer pause(String target, String who) throws RefusedException, InterruptedException {
        control.pause(target, who);
        return Answer.done("Target \"" + target + "\" is paused, also over a restart, until it is resumed");
    }

    private Answer resume(String target, String who) throws RefusedException, InterruptedException {
        control.resume(target, who);
        return Answer.done("Target \"" + target + "\" starts again");
    }

    private Answer skip(String target, Query query, String who) throws RefusedException, InterruptedException {
        Optional<String> commitTs = query.get("commitTs");
        if (commitTs.isEmpty()) {
            return Answer.error(
                    400, "A skip needs ?commitTs=N&confirm=N with the commit ts that the target's failedAt tells");
        }
        if (!commitTs.equals(query.get("confirm"))) {
            return Answer.error(
                    400,
                    "A skipped transaction is lost for this target; confirm it by &confirm="
                            + forAddress(commitTs.get()));
        }
        try {
            CommitTs skipped = CommitTs.of(Long.parseLong(commitTs.get()));
            control.skipTransaction(target, skipped, who);
            return Answer.done("Target \"" + target + "\" starts again and leaves out the transaction at commit ts "
                    + skipped.value());
        } catch (NumberFormatException e) {
            return Answer.error(400, "commitTs is a number above 0, as the target's failedAt tells");
        } catch (IllegalArgumentException e) {
            return Answer.error(400, "commitTs: " + e.getMessage());
        }
    }

    private static String forAddress(String text) {
        return text.matches("\\d{1,19}") ? text : "N, with the number of commitTs";
    }
}
