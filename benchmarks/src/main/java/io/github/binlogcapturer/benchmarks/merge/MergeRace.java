package io.github.binlogcapturer.benchmarks.merge;

import io.github.binlogcapturer.benchmarks.measure.Way;
import java.util.LinkedHashMap;
import java.util.Map;

/** Designs that merge the same input, and must bring it into the same order. */
final class MergeRace {

    private static final int PIECES = 1 << 18;
    private static final int MERGES_PER_ROUND = 8;
    private static final long SEED = 1;

    private final MergeInput input;
    private final long expected;

    MergeRace(Mix mix, int regions) {
        this.input = MergeInput.of(mix, regions, PIECES, SEED);
        this.expected = merge(Design.HEAP.of(input)).sum();
    }

    static String amounts() {
        return "pieces a second on one thread, " + MERGES_PER_ROUND + " times " + PIECES + " pieces in batches of 256";
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
        for (int i = 0; i < MERGES_PER_ROUND; i++) {
            merging.rewind();
            Checksum checksum = new Checksum();
            long startNs = System.nanoTime();
            merging.merge(checksum);
            ns += System.nanoTime() - startNs;
            requireExpected(merging, checksum);
        }
        return 1e9 * MERGES_PER_ROUND * PIECES / ns;
    }

    private void requireExpected(Merging merging, Checksum checksum) {
        if (checksum.sum() != expected) {
            throw new IllegalStateException(merging.getClass().getSimpleName() + " merges to another order");
        }
    }

    private static Checksum merge(Merging merging) {
        Checksum checksum = new Checksum();
        merging.rewind();
        merging.merge(checksum);
        return checksum;
    }
}
