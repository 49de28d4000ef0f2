package io.github.binlogcapturer.server.capture;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The samples of a target's last hour, one each five seconds. Thread-safe. */
final class History {

    static final int SAMPLES = 720;

    private final long[] atMs = new long[SAMPLES];
    private final double[] lagSeconds = new double[SAMPLES];
    private final double[] changesPerSecond = new double[SAMPLES];
    private int count;
    private int next;

    synchronized void add(Instant at, double lag, double rate) {
        atMs[next] = at.toEpochMilli();
        lagSeconds[next] = lag;
        changesPerSecond[next] = rate;
        next = (next + 1) % SAMPLES;
        count = Math.min(count + 1, SAMPLES);
    }

    /** Returns the samples, the oldest first. */
    synchronized List<Sample> samples() {
        List<Sample> samples = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int place = (next - count + i + SAMPLES) % SAMPLES;
            samples.add(new Sample(Instant.ofEpochMilli(atMs[place]), lagSeconds[place], changesPerSecond[place]));
        }
        return samples;
    }
}
