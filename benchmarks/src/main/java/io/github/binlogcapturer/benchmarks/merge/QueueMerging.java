package io.github.binlogcapturer.benchmarks.merge;

import io.github.binlogcapturer.internal.merge.RegionMerger;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/** A priority queue of the regions, each with its next key: poll, hand out, add again. Nothing is allocated for a piece. */
final class QueueMerging implements Merging {

    private final Head[] heads;
    private final PriorityQueue<Head> queue;

    QueueMerging(MergeInput input) {
        this.heads = IntStream.range(0, input.regions().size())
                .mapToObj(i -> new Head(i, new Cursor(i, input.batches().get(i))))
                .toArray(Head[]::new);
        this.queue = new PriorityQueue<>(heads.length);
    }

    @Override
    public void rewind() {
        queue.clear();
        for (Head head : heads) {
            head.cursor.rewind();
            addAgain(head);
        }
    }

    @Override
    public void merge(RegionMerger.Output<? super Token> out) {
        for (Head head = queue.poll(); head != null; head = queue.poll()) {
            head.cursor.handOut(out);
            addAgain(head);
        }
    }

    private void addAgain(Head head) {
        head.commitTs = head.cursor.key();
        if (head.commitTs != Cursor.NEVER) {
            queue.add(head);
        }
    }

    private static final class Head implements Comparable<Head> {

        private final int region;
        private final Cursor cursor;
        private long commitTs;

        Head(int region, Cursor cursor) {
            this.region = region;
            this.cursor = cursor;
        }

        @Override
        public int compareTo(Head other) {
            return commitTs == other.commitTs
                    ? Integer.compare(region, other.region)
                    : Long.compare(commitTs, other.commitTs);
        }
    }
}
