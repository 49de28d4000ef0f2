package io.github.binlogcapturer.benchmarks.merge;

import java.util.Arrays;

/** A tournament of {@code k} sources by long keys, whose inner nodes keep the losers; among equals the smaller source wins. */
final class LoserTree {

    private final int leaves;
    private final long[] keys;
    /** Node 0 holds the winner, nodes 1 to leaves - 1 the losers; leaf i hangs below node (leaves + i) / 2. */
    private final int[] nodes;

    LoserTree(int sources) {
        this.leaves = Math.max(2, Integer.highestOneBit(Math.max(1, sources - 1)) << 1);
        this.keys = new long[leaves];
        this.nodes = new int[leaves];
        Arrays.fill(keys, Cursor.NEVER);
    }

    /** Sets a key; to be followed by {@link #rebuild}. */
    void set(int source, long key) {
        keys[source] = key;
    }

    void rebuild() {
        int[] winners = new int[2 * leaves];
        for (int i = 0; i < leaves; i++) {
            winners[leaves + i] = i;
        }
        for (int node = leaves - 1; node > 0; node--) {
            int left = winners[2 * node];
            int right = winners[2 * node + 1];
            boolean leftWins = beats(left, right);
            winners[node] = leftWins ? left : right;
            nodes[node] = leftWins ? right : left;
        }
        nodes[0] = winners[1];
    }

    int winner() {
        return nodes[0];
    }

    long key(int source) {
        return keys[source];
    }

    void replaceWinner(long key) {
        int winner = nodes[0];
        keys[winner] = key;
        for (int node = (leaves + winner) >>> 1; node > 0; node >>>= 1) {
            if (beats(nodes[node], winner)) {
                int loser = winner;
                winner = nodes[node];
                nodes[node] = loser;
            }
        }
        nodes[0] = winner;
    }

    /** Returns the source that would win without the winner: the best of the losers on its path. */
    int runnerUp() {
        int node = (leaves + nodes[0]) >>> 1;
        int best = nodes[node];
        for (node >>>= 1; node > 0; node >>>= 1) {
            if (beats(nodes[node], best)) {
                best = nodes[node];
            }
        }
        return best;
    }

    private boolean beats(int a, int b) {
        return keys[a] < keys[b] || (keys[a] == keys[b] && a < b);
    }
}
