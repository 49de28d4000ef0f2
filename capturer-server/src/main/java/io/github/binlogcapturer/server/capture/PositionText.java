package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.CommitTs;

/** Positions as files of this package have them: a raw commit ts, {@code earliest} or {@code latest}. */
final class PositionText {

    private PositionText() {}

    static String of(StartPosition position) {
        if (position instanceof StartPosition.After after) {
            return Long.toString(after.commitTs().value());
        }
        if (position instanceof StartPosition.CheckpointOr) {
            throw new IllegalArgumentException("A position to go to is earliest, latest, or behind a commit ts");
        }
        return position instanceof StartPosition.Earliest ? "earliest" : "latest";
    }

    /** Throws an {@link IllegalArgumentException} for anything else. */
    static StartPosition parse(String text) {
        return switch (text) {
            case "earliest" -> StartPosition.earliest();
            case "latest" -> StartPosition.latest();
            default -> StartPosition.after(CommitTs.of(Long.parseLong(text)));
        };
    }
}
