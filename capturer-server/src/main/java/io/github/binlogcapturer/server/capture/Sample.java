package io.github.binlogcapturer.server.capture;

import java.time.Instant;

/**
 * One point of a target's history.
 *
 * @param lagSeconds NaN where it was not known
 * @param changesPerSecond since the point before
 */
public record Sample(Instant at, double lagSeconds, double changesPerSecond) {}
