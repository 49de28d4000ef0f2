package io.github.binlogcapturer.benchmarks.merge;

import io.github.binlogcapturer.benchmarks.measure.Way;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Designs that merge the same input, and must bring it into the same order. */
final class MergeRace {

    private static final int PIECES = 1 << 18;
    private static final long MIN_ROUND_NS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long SEED = 1;

    private final MergeInput input;
    private final long expected;

    MergeRace(Mix mix, int regions) {
        this.input = MergeInput.of(mix, regions, PIECES, SEED);
        this.expected = merge(Design.HEAP.of(input)).sum();
    }

    static String amounts() {
        return "pieces a second on one thread, " + PIECES
                + " pieces in batches of 256, again and again for 0.3 s; what takes them reads start ts and"
                + " transaction id as a joiner does; ours also copies the commit timestamps out of each batch, which a thread of"
                + " the region does in a pipeline, the peer finds them copied";
    }

    Map<String, Way> ways(Design... designs) {
        Map<String, Way> ways = new LinkedHashMap<>();
        for (Design design : designs) {
            Merging merging = design.of(input);
            ways.put(design.name(), () -> rate(merging));
        }
        return ways;
    }

    private double rate(Merging merging) {
        long ns = 0;
        int merges = 0;
        for (; ns < MIN_ROUND_NS; merges++) {
            merging.rewind();
            OrderSum sum = new OrderSum();
            long startNs = System.nanoTime();
            merging.merge(sum);
            ns += System.nanoTime() - startNs;
            requireExpected(merging, sum);
        }
        return 1e9 * merges * PIECES / ns;
    }

    private void requireExpected(Merging merging, OrderSum sum) {
        if (sum.sum() != expected) {
            throw new IllegalStateException(merging.getClass().getSimpleName() + " merges to another order");
        }
    }

    private static OrderSum merge(Merging merging) {
        OrderSum sum = new OrderSum();
        merging.rewind();
        merging.merge(sum);
        return sum;
    }
}
