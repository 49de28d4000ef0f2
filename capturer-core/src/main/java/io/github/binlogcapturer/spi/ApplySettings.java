package io.github.binlogcapturer.spi;

import java.util.Objects;

/**
 * How a {@link ParallelSink} wants to be fed.
 *
 * @param order what readers of the target may see
 * @param lanes how many lanes apply at once, at least 1; 1 under {@link VisibleOrder#SERIAL} whatever it says
 * @param batchChanges how many row changes a lane takes at most at once, beside those of transactions that join since they wait for
 *     nothing but others of the batch; with these it takes four times as many at most. A larger transaction comes alone
 * @param batchBytes how many bytes of binlog a lane takes at most at once; a larger transaction comes alone
 * @param window how many transactions may be in flight, at least {@code lanes} and at most 2^24; bounds what is held beside the
 *     stream
 */
public record ApplySettings(VisibleOrder order, int lanes, int batchChanges, long batchBytes, int window) {

    private static final int LARGEST_WINDOW = 1 << 24;
    private static final ApplySettings DEFAULTS = new ApplySettings(VisibleOrder.EVENTUAL, 4, 1024, 4L << 20, 16_384);

    /**
     * @throws IllegalArgumentException if a number is below 1, or the window smaller than the lanes or above 2^24
     */
    public ApplySettings {
        Objects.requireNonNull(order, "order");
        if (lanes < 1 || batchChanges < 1 || batchBytes < 1 || window < lanes) {
            throw new IllegalArgumentException("Lanes, batch sizes and window are at least 1, and the window at least"
                    + " as large as the lanes, but got " + lanes + " lanes, batches of " + batchChanges
                    + " changes or " + batchBytes + " bytes, and a window of " + window + " transactions");
        }
        if (window > LARGEST_WINDOW) {
            throw new IllegalArgumentException("A window is of at most " + LARGEST_WINDOW + " transactions, but got "
                    + window + "; it takes memory for each of them, and a few thousand keep all lanes busy");
        }
    }

    /** Returns 4 lanes in {@link VisibleOrder#EVENTUAL} order, batches of up to 1024 changes or 4 MiB, 16,384 transactions in flight. */
    public static ApplySettings defaults() {
        return DEFAULTS;
    }

    /** Returns the same with another order. */
    public ApplySettings withOrder(VisibleOrder value) {
        return new ApplySettings(value, lanes, batchChanges, batchBytes, window);
    }

    /** Returns the same with another number of lanes; the window grows with it where it must. */
    public ApplySettings withLanes(int value) {
        return new ApplySettings(order, value, batchChanges, batchBytes, Math.max(window, value));
    }

    /** Returns the same with other limits of a batch. */
    public ApplySettings withBatch(int changes, long bytes) {
        return new ApplySettings(order, lanes, changes, bytes, window);
    }

    /** Returns the same with another window. */
    public ApplySettings withWindow(int value) {
        return new ApplySettings(order, lanes, batchChanges, batchBytes, value);
    }
}
