package io.github.binlogcapturer.benchmarks.merge;

import java.util.Random;

/** How transactions spread over regions. */
public enum Mix {
    /** As BaikalDB's SQL nodes do it: each piece goes to a region at random. */
    EVEN("each piece in a region at random") {
        @Override
        int region(int piece, int regions, int previous, Random random) {
            return random.nextInt(regions);
        }
    },
    ROUND_ROBIN("one region after the other") {
        @Override
        int region(int piece, int regions, int previous, Random random) {
            return piece % regions;
        }
    },
    BURSTS("bursts of 16 pieces in a region at random") {
        @Override
        int region(int piece, int regions, int previous, Random random) {
            return piece % BURST == 0 ? random.nextInt(regions) : previous;
        }
    },
    ONE_HOT("90 % in one region") {
        @Override
        int region(int piece, int regions, int previous, Random random) {
            return random.nextInt(100) < HOT_PERCENT ? 0 : random.nextInt(regions);
        }
    };

    private static final int BURST = 16;
    private static final int HOT_PERCENT = 90;

    private final String description;

    Mix(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    /** Returns the region of the next piece in commit order. */
    abstract int region(int piece, int regions, int previous, Random random);
}
