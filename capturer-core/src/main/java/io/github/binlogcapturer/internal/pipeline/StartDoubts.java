package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.event.CommitTs;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Looks for what does not fit between a saved checkpoint and the position in a sink, for the log; the position in the sink wins. */
final class StartDoubts {

    /** A checkpoint is saved a little later than what it names, never earlier. */
    private static final long FAR_MS = Duration.ofMinutes(1).toMillis();

    private StartDoubts() {}

    /**
     * Returns what to say, or null where everything fits.
     *
     * @param saved the checkpoint
     * @param inSink the position in the sink
     * @param keepsPosition whether the sink would have one if it had ever been given anything
     */
    static @Nullable String of(
            String subscriber, @Nullable CommitTs saved, @Nullable CommitTs inSink, boolean keepsPosition) {
        if (saved == null) {
            return null;
        }
        if (inSink == null) {
            return keepsPosition ? noPosition(subscriber, saved) : null;
        }
        long behindMs = saved.instant().toEpochMilli() - inSink.instant().toEpochMilli();
        return behindMs >= FAR_MS ? farBehind(subscriber, saved, inSink, behindMs) : null;
    }

    private static String noPosition(String subscriber, CommitTs saved) {
        return "The sink of subscriber \"" + subscriber
                + "\" keeps a position and has none, but the checkpoint is at commit ts "
                + saved + ", and the capture begins there. That is right for a sink that is new and is to begin there."
                + " Where the target was emptied, or names another group than before, it lacks what lies in front:"
                + " give it back its position, or start with an empty checkpoint";
    }

    private static String farBehind(String subscriber, CommitTs saved, CommitTs inSink, long behindMs) {
        return "The sink of subscriber \"" + subscriber + "\" holds everything up to commit ts " + inSink
                + ", but the checkpoint is at commit ts " + saved + ", "
                + Duration.ofMillis(behindMs).toSeconds()
                + " s later. The capture goes back to where the sink is and delivers again what lies between, if the binlog still"
                + " has it. That is right where the target was restored from a backup. Else look whether it is the target"
                + " of another capture, or a sink that keeps no position in quiet times (Sink.keepsPosition)";
    }
}
