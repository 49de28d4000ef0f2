package io.github.binlogcapturer.server.capture;

/** How fast a count grows, over the last {@link #TICKS} ticks. One thread ticks, any may ask. */
final class RateMeter {

    static final int TICKS = 5;

    private final long[] counts = new long[TICKS + 1];
    private final long[] timesNs = new long[TICKS + 1];
    private long ticks;
    private volatile double perSecond;

    void tick(long nowNs, long count) {
        int place = (int) (ticks % counts.length);
        counts[place] = count;
        timesNs[place] = nowNs;
        int oldest = ticks < counts.length ? 0 : (place + 1) % counts.length;
        ticks++;
        long passedNs = nowNs - timesNs[oldest];
        perSecond = passedNs <= 0 ? 0 : (count - counts[oldest]) * 1e9 / passedNs;
    }

    double perSecond() {
        return perSecond;
    }
}
