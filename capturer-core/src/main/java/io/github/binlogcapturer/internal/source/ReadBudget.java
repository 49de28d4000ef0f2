package io.github.binlogcapturer.internal.source;

/**
 * How many rows to ask for, so that answers stay below a number of bytes and within the deadline. Owned by one thread.
 *
 * <p>The servers count rows and know no limit in bytes below 100 MB; and an answer that fills up makes some of them scan for minutes. So the
 * number grows only after an answer that used it up (an idle region must not meet a burst with a huge number), and only as far as the
 * bytes per row seen last allow. After trouble it halves; it doubles back to half of what failed, and creeps from there.
 */
final class ReadBudget {

    /** How far beyond the first number it may grow. */
    private static final int MAX_GROWTH = 16;

    private final long targetBytes;
    private final int most;
    private int rows;
    private int doubleBelow;
    private boolean refused;

    /**
     * @param firstRows the number to begin with, at least 1
     * @param targetBytes how large an answer should be at most
     */
    ReadBudget(int firstRows, long targetBytes) {
        if (firstRows < 1 || targetBytes < 1) {
            throw new IllegalArgumentException(
                    "readRows and readBytes are at least 1, but got " + firstRows + " and " + targetBytes);
        }
        this.targetBytes = targetBytes;
        this.most = (int) Math.min((long) firstRows * MAX_GROWTH, Integer.MAX_VALUE);
        this.rows = firstRows;
        this.doubleBelow = most;
    }

    /** Returns the number to ask for, at least 1. */
    int rows() {
        return rows;
    }

    /** Takes note of an answer that came too late, or not through. */
    void halve() {
        rows = Math.max(1, rows / 2);
        doubleBelow = rows;
    }

    /**
     * Takes note of an answer that was refused for its size, before it was received. The second in a row leaves one row: then it is not
     * the rows that make it large, or there is no other way than to take it.
     */
    void tooLarge(long refusedBytes) {
        rows = refused ? 1 : (int) Math.max(1, Math.min(rows / 2.0, rows * ((double) targetBytes / refusedBytes)));
        refused = true;
    }

    /**
     * Takes note of an answer.
     *
     * @param answeredRows rows of its transactions; at or above the number asked for, where that was the limit
     * @param answeredBytes its size
     */
    void answered(long answeredRows, long answeredBytes) {
        refused = false;
        if (answeredRows == 0) {
            // heartbeats alone, which no number of rows limits
            return;
        }
        if (answeredBytes > targetBytes) {
            rows = fitting(answeredRows, answeredBytes, rows);
        } else if (answeredRows >= rows) {
            long grown = rows < doubleBelow ? rows * 2L : rows + Math.max(1L, rows / 8L);
            rows = Math.max(rows, fitting(answeredRows, answeredBytes, grown));
        }
    }

    /** Returns the number, or as much of it as fits into the target at the density of the last answer. */
    private int fitting(long answeredRows, long answeredBytes, long wanted) {
        double bytesPerRow = (double) answeredBytes / answeredRows;
        long fits = bytesPerRow == 0 ? wanted : (long) (targetBytes / bytesPerRow);
        return (int) Math.max(1, Math.min(Math.min(wanted, fits), most));
    }
}
