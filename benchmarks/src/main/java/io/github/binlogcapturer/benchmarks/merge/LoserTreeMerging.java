package io.github.binlogcapturer.benchmarks.merge;

import io.github.binlogcapturer.internal.merge.RegionMerger;
import java.util.stream.IntStream;

/** A loser tree as the textbook has it, with a branch for each match. */
final class LoserTreeMerging implements Merging {

    /** When to look up how far the winner goes on to win, so that all of that leaves without a match. */
    enum Runs {
        NEVER,
        ALWAYS,
        AFTER_TWO
    }

    private final Cursor[] cursors;
    private final LoserTree tree;
    private final Runs runs;

    LoserTreeMerging(MergeInput input, Runs runs) {
        this.cursors = IntStream.range(0, input.regions().size())
                .mapToObj(i -> new Cursor(i, input.batches().get(i)))
                .toArray(Cursor[]::new);
        this.tree = new LoserTree(cursors.length);
        this.runs = runs;
    }

    @Override
    public void rewind() {
        for (int i = 0; i < cursors.length; i++) {
            cursors[i].rewind();
            tree.set(i, cursors[i].key());
        }
        tree.rebuild();
    }

    @Override
    public void merge(RegionMerger.Output<? super Token> out) {
        int previous = -1;
        for (int winner = tree.winner(); tree.key(winner) != Cursor.NEVER; winner = tree.winner()) {
            Cursor from = cursors[winner];
            if (runs == Runs.ALWAYS || (runs == Runs.AFTER_TWO && winner == previous)) {
                int runnerUp = tree.runnerUp();
                // the key behind the last piece is never below, not even where the others have come to their end too
                long limit = Math.min(tree.key(runnerUp) - (winner < runnerUp ? 0 : 1), Cursor.NEVER - 1);
                do {
                    from.handOut(out);
                } while (from.key() <= limit);
            } else {
                from.handOut(out);
            }
            tree.replaceWinner(from.key());
            previous = winner;
        }
    }
}
