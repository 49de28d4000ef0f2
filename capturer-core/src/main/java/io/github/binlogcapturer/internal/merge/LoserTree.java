package io.github.binlogcapturer.internal.merge;

import java.util.Arrays;

/**
 * A tournament of {@code k} sources by long keys; the smallest key wins, and among equals the smaller rank.
 *
 * <p>Knuth, The Art of Computer Programming, vol. 3, section 5.4.1: an inner node keeps the loser of its match, so that replacing the
 * winner's key replays only the matches on its path to the root, one comparison each. Sources beyond {@code k}, up to the power of
 * two, never win since their key is infinite.
 */
final class LoserTree {

    /** The key of a source that takes no part any more. */
    static final long NEVER = Long.MAX_VALUE;

    private int leaves;
    private long[] keys;
    private int[] ranks;
    /** Node 0 holds the winner, nodes 1 to leaves - 1 the losers; leaf i hangs below node (leaves + i) / 2. */
    private int[] nodes;

    /** Makes a tree in which each source's rank is its index. */
    LoserTree(int sources) {
        this.leaves = Math.max(2, Integer.highestOneBit(Math.max(1, sources - 1)) << 1);
        this.keys = new long[leaves];
        this.ranks = new int[leaves];
        this.nodes = new int[leaves];
        Arrays.fill(keys, sources, leaves, NEVER);
        Arrays.setAll(ranks, i -> i);
        rebuild();
    }

    /**
     * Adds a source behind the last index.
     *
     * @param ranksOfAll the ranks of all sources up to it, a permutation
     */
    void add(long key, int[] ranksOfAll) {
        int source = ranksOfAll.length - 1;
        if (source == leaves) {
            leaves *= 2;
            keys = Arrays.copyOf(keys, leaves);
            Arrays.fill(keys, source, leaves, NEVER);
            ranks = new int[leaves];
            Arrays.setAll(ranks, i -> i);
            nodes = new int[leaves];
        }
        keys[source] = key;
        System.arraycopy(ranksOfAll, 0, ranks, 0, ranksOfAll.length);
        rebuild();
    }

    private void rebuild() {
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

    /** Returns whether a source goes before another one where their keys are equal. */
    boolean precedes(int source, int other) {
        return ranks[source] < ranks[other];
    }

    /** Changes the key of any source. The winner's costs one match per level; another's rebuilds the tree. */
    void update(int source, long key) {
        keys[source] = key;
        if (source != nodes[0]) {
            rebuild();
            return;
        }
        int winner = source;
        for (int node = (leaves + source) >>> 1; node > 0; node >>>= 1) {
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
        return keys[a] < keys[b] || (keys[a] == keys[b] && ranks[a] < ranks[b]);
    }
}
