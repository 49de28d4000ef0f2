package io.github.binlogcapturer.internal.merge;

import java.util.Arrays;

/**
 * Finds the smallest of {@code k} keys that change one at a time; of equal ones, that of the smaller place. Keys are not negative.
 *
 * <p>Knuth, The Art of Computer Programming, vol. 3, section 5.4.1: each inner node knows who won below it, so that a key that changes
 * replays only the matches between its place and the root. Winners are kept, not losers: any key may change at the same cost. Who wins a
 * match where sources mix at random is a coin toss that no processor foresees; so it is computed, and not branched on.
 */
final class Tournament {

    /** The key of a place that takes no part any more. */
    static final long NEVER = Long.MAX_VALUE;

    private final int leaves;

    /*
     * Node 1 is the root, the children of node n are 2n and 2n + 1, and place i is node leaves + i; those beyond the last place, up to
     * the power of two, never win. Each node has the place and the key of the winner below it.
     */
    private final int[] winners;
    private final long[] keys;

    /** @param places at least one; the key of each is {@link #NEVER} */
    Tournament(int places) {
        this.leaves = Math.max(2, Integer.highestOneBit(Math.max(1, places - 1)) << 1);
        this.winners = new int[2 * leaves];
        this.keys = new long[2 * leaves];
        Arrays.fill(keys, NEVER);
        for (int i = 0; i < leaves; i++) {
            winners[leaves + i] = i;
        }
        for (int node = leaves - 1; node > 0; node--) {
            winners[node] = winners[2 * node];
        }
    }

    int winner() {
        return winners[1];
    }

    long winningKey() {
        return keys[1];
    }

    /** Changes the key of a place. */
    void update(int place, long newKey) {
        int winner = place;
        long key = newKey;
        keys[leaves + place] = key;
        for (int node = leaves + place; node > 1; node >>>= 1) {
            int rival = winners[node ^ 1];
            long rivalKey = keys[node ^ 1];
            // all bits set where the rival wins; among equals that is the left one, whose node is even
            long rivalWins = (rivalKey - key - (node & 1)) >> 63;
            winner ^= (winner ^ rival) & (int) rivalWins;
            key ^= (key ^ rivalKey) & rivalWins;
            winners[node >>> 1] = winner;
            keys[node >>> 1] = key;
        }
    }

    /** Returns up to which key, included, the winner would go on to win. */
    long winsUpTo() {
        long limit = NEVER;
        for (int node = leaves + winners[1]; node > 1; node >>>= 1) {
            limit = Math.min(limit, keys[node ^ 1] - (node & 1));
        }
        return limit;
    }
}
