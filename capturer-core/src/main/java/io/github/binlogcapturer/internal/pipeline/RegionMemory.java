package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what the regions hold in memory between being read and being appended to the ring: each by its share, and all together.
 * Thread-safe.
 *
 * <p>A region reads on while its share has room and it is not far ahead. One that holds nothing is let in whatever it brings, with one
 * exception: where the last answer was larger than a share, so that a few of them at once would use up everything, it waits until such an
 * answer fits in, or until its turn has come. So the region for which the merge waits never waits itself.
 */
final class RegionMemory {

    /** The value of the metrics' label. */
    private static final String STAGE = "regions";

    /** By then an answer has arrived, or the region has nothing to tell and must not keep others waiting. */
    private static final long LANDING_NS = TimeUnit.SECONDS.toNanos(1);

    /** As long as a region has not answered, its answer may be as large as this part of all. */
    private static final int FIRST_ANSWER_PART = 3;

    /**
     * A region that holds its part of this reads no further, whatever its share: what is read is to be merged and gone while it is young, or
     * collecting it costs more than all that is done with it.
     */
    private static final long READ_AHEAD_BYTES = 32L << 20;

    /** More than that no region needs to be ahead. */
    private static final long MOST_AHEAD_BYTES = 1L << 20;

    /** Less than that would be a fraction of an answer. */
    private static final long LEAST_AHEAD_BYTES = 256L << 10;

    private final long maxBytes;
    private final long firstAnswerBytes;
    private final CaptureClock clock;
    private final CaptureMetrics metrics;

    // guarded by this
    private final List<Share> shares = new ArrayList<>();
    private long heldBytes;
    private int paused;
    private @Nullable Share turn;

    /** @param bounded whether the source itself bounds what answers take while they come in, so that all may be asked at once */
    RegionMemory(long maxBytes, boolean bounded, CaptureClock clock, CaptureMetrics metrics) {
        this.maxBytes = maxBytes;
        this.firstAnswerBytes = bounded ? 0 : maxBytes / FIRST_ANSWER_PART;
        this.clock = clock;
        this.metrics = metrics;
        metrics.set(Metric.BUFFER_LIMIT, STAGE, (double) maxBytes);
        metrics.set(Metric.PAUSED_REGIONS, "", 0);
    }

    /** What belongs to one region. Guarded by the memory it is of. */
    static final class Share {

        private long heldBytes;
        private boolean answered;
        private long expectedBytes;
        private long landingBytes;
        private long landingSinceNs;
        private boolean dismissed;
    }

    /** Makes room for one more region; the others' shares shrink. */
    synchronized Share join() {
        Share share = new Share();
        share.expectedBytes = firstAnswerBytes;
        shares.add(share);
        return share;
    }

    /** Lets a region go; it waits for nothing any more. What it holds still counts until it is merged. */
    synchronized void dismiss(Share share) {
        share.dismissed = true;
        shares.remove(share);
        notifyAll();
    }

    /** Says for which region the merge waits. */
    synchronized void turnOf(Share share) {
        turn = share;
        notifyAll();
    }

    /** Waits until a region may read; returns false where it was dismissed. To be followed by {@link #landed}. */
    synchronized boolean awaitRoom(Share share) throws InterruptedException {
        if (!mayRead(share)) {
            pausedChanges(1);
            try {
                while (!mayRead(share)) {
                    // as long as this, since time alone may make room too
                    TimeUnit.NANOSECONDS.timedWait(this, LANDING_NS);
                }
            } finally {
                pausedChanges(-1);
            }
        }
        share.landingBytes = share.expectedBytes > limit() ? share.expectedBytes : 0;
        share.landingSinceNs = clock.nanoTime();
        return !share.dismissed;
    }

    private boolean mayRead(Share share) {
        if (share.dismissed) {
            return true;
        }
        long limit = limit();
        boolean ahead = share.heldBytes >= Math.min(limit, aheadBytes());
        if (share == turn || ahead) {
            return !ahead;
        }
        return share.expectedBytes <= limit
                ? share.heldBytes == 0 || heldBytes < maxBytes
                : heldBytes + landingBytes() + share.expectedBytes <= maxBytes;
    }

    private long limit() {
        return Math.max(1, maxBytes / Math.max(1, shares.size()));
    }

    private long aheadBytes() {
        long part = READ_AHEAD_BYTES / Math.max(1, shares.size());
        return Math.max(LEAST_AHEAD_BYTES, Math.min(MOST_AHEAD_BYTES, part));
    }

    private long landingBytes() {
        long bytes = 0;
        long nowNs = clock.nanoTime();
        for (Share share : shares) {
            bytes += nowNs - share.landingSinceNs < LANDING_NS ? share.landingBytes : 0;
        }
        return bytes;
    }

    /** Takes note of an answer's size, once what is kept of it is held. */
    synchronized void landed(Share share, long answerBytes) {
        share.expectedBytes = share.answered ? Math.max(answerBytes, share.expectedBytes / 2) : answerBytes;
        share.answered = true;
        if (share.landingBytes > 0) {
            share.landingBytes = 0;
            notifyAll();
        }
    }

    /** Counts what a region holds. */
    synchronized void hold(Share share, long bytes) {
        share.heldBytes += bytes;
        changeHeld(bytes);
    }

    /**
     * Counts what a region would hold if all together have room for it, and for another one as large that may be on its way; else returns
     * false. There is always room if nothing is held.
     */
    synchronized boolean tryHold(Share share, long bytes) {
        if (heldBytes > 0 && heldBytes + 2 * bytes > maxBytes) {
            return false;
        }
        hold(share, bytes);
        return true;
    }

    /** Frees a share from what has been merged; it stays in memory until it is {@linkplain #release released}. */
    synchronized void merged(Share share, long bytes) {
        share.heldBytes -= bytes;
        notifyAll();
    }

    /** Counts what is loaded because its turn has come, for which there is always room. */
    synchronized void load(long bytes) {
        changeHeld(bytes);
    }

    /** Counts off what is in memory no more, or counts for the ring. */
    synchronized void release(long bytes) {
        changeHeld(-bytes);
        notifyAll();
    }

    /** Returns what is held by all. */
    synchronized long heldBytes() {
        return heldBytes;
    }

    // reported under the lock, or an older value could come last and stay
    private void changeHeld(long bytes) {
        heldBytes += bytes;
        metrics.set(Metric.BUFFER_BYTES, STAGE, (double) heldBytes);
    }

    private void pausedChanges(int by) {
        paused += by;
        metrics.set(Metric.PAUSED_REGIONS, "", paused);
    }
}
