package io.github.binlogcapturer.server.capture;

/**
 * How a target that fails is tried again, and how long its end is waited for.
 *
 * @param firstPauseMs the pause after a first failure; each further one doubles it
 * @param maxPauseMs the longest pause
 * @param stableMs a capture that ran so long was well, and the pauses begin anew
 * @param openLimitMs how long an opening that ignores interruption is waited for when it is to end
 * @param closeLimitMs how long anything else is waited for; a capture bounds its close by itself
 */
record Pace(long firstPauseMs, long maxPauseMs, long stableMs, long openLimitMs, long closeLimitMs) {

    static final Pace DEFAULT = new Pace(1000, 60_000, 60_000, 10_000, 120_000);

    long pauseMs(int failures) {
        return Math.min(maxPauseMs, firstPauseMs << Math.min(failures - 1, 20));
    }
}
