package io.github.binlogcapturer.testkit.simulated;

import java.util.TreeMap;

/**
 * How far one peer of a region may be read. This is BaikalDB's own state machine step by step, with what looks odd about it: it may move
 * backwards when an older prewrite arrives late. Not thread-safe.
 */
final class CheckPoint {

    /** A region that has never seen a FAKE. */
    static final long BRAND_NEW = -1;

    private enum Kind {
        PREWRITE,
        FAKE
    }

    private final TreeMap<Long, Kind> pending;
    private long maxTs = BRAND_NEW;
    private long check = BRAND_NEW;
    private long oldest = BRAND_NEW;

    CheckPoint() {
        pending = new TreeMap<>();
    }

    private CheckPoint(CheckPoint source) {
        pending = new TreeMap<>(source.pending);
        maxTs = source.maxTs;
        check = source.check;
        oldest = source.maxTs;
    }

    /** Returns the state of a peer that is built from this one's snapshot: payloads do not come along. */
    CheckPoint snapshot() {
        return new CheckPoint(this);
    }

    void fake(long ts) {
        if (check == BRAND_NEW) {
            check = ts;
            oldest = ts;
            maxTs = ts;
        } else if (ts > check) {
            pending.put(ts, Kind.FAKE);
            moved(ts);
        }
    }

    void prewrite(long startTs) {
        if (check != BRAND_NEW) {
            pending.put(startTs, Kind.PREWRITE);
            moved(startTs);
        }
    }

    /** Takes a COMMIT or ROLLBACK. */
    void finish(long ts, long startTs) {
        if ((check != BRAND_NEW) && (startTs >= check) && pending.remove(startTs, Kind.PREWRITE)) {
            moved(ts);
        }
    }

    private void moved(long ts) {
        check = pending.isEmpty() ? ts : pending.firstKey();
        maxTs = Math.max(maxTs, ts);
        while (!pending.isEmpty() && (pending.firstEntry().getValue() == Kind.FAKE)) {
            pending.pollFirstEntry();
        }
        check = Math.max(check, pending.isEmpty() ? maxTs : pending.firstKey());
    }

    /** Makes history begin earlier, for FAKEs that are put in below; a brand-new region begins with their last. */
    void extendBack(long firstTs, long lastTs) {
        if (check == BRAND_NEW) {
            fake(lastTs);
        }
        oldest = Math.min(oldest, firstTs);
    }

    /** Makes history begin later. */
    void shorten(long ts) {
        oldest = Math.max(oldest, ts);
    }

    long check() {
        return check;
    }

    long oldest() {
        return oldest;
    }

    long maxTs() {
        return maxTs;
    }
}
