package io.github.binlogcapturer.benchmarks.merge;

import io.github.binlogcapturer.internal.merge.RegionMerger;
import java.util.List;
import java.util.PriorityQueue;

/** A priority queue of the regions, each with its next piece: poll, hand out, add again. Nothing is allocated for a piece. */
final class QueueMerging implements Merging {

    private final MergeInput input;
    private final PriorityQueue<Head> queue;

    QueueMerging(MergeInput input) {
        this.input = input;
        this.queue = new PriorityQueue<>(input.regions().size());
    }

    @Override
    public void rewind() {
        queue.clear();
        for (int region = 0; region < input.regions().size(); region++) {
            Head head = new Head(region, input.batches().get(region));
            if (head.advance()) {
                queue.add(head);
            }
        }
    }

    @Override
    public void merge(RegionMerger.Output<? super Token> out) {
        for (Head head = queue.poll(); head != null; head = queue.poll()) {
            out.accept(head.region, head.piece());
            if (head.advance()) {
                queue.add(head);
            }
        }
    }

    private static final class Head implements Comparable<Head> {

        private final int region;
        private final List<List<Token>> batches;
        private List<Token> batch = List.of();
        private int nextBatch;
        private int next;
        private long commitTs;

        Head(int region, List<List<Token>> batches) {
            this.region = region;
            this.batches = batches;
        }

        Token piece() {
            return batch.get(next - 1);
        }

        boolean advance() {
            while (next == batch.size()) {
                if (nextBatch == batches.size()) {
                    return false;
                }
                batch = batches.get(nextBatch++);
                next = 0;
            }
            commitTs = batch.get(next++).commitTs();
            return true;
        }

        @Override
        public int compareTo(Head other) {
            return commitTs == other.commitTs
                    ? Integer.compare(region, other.region)
                    : Long.compare(commitTs, other.commitTs);
        }
    }
}
