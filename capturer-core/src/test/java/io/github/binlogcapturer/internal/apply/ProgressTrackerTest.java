package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.Batch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressTrackerTest {

    private final ProgressTracker tracker = new ProgressTracker(64);

    @Test
    void shouldStopBelowTheFirstThatIsNotDone() {
        long first = tracker.begin();
        long second = tracker.begin();
        tracker.done(second);

        assertThat(tracker.advance()).isEqualTo(first);
        assertThat(tracker.isDone(second)).isTrue();
        tracker.done(first);
        assertThat(tracker.advance()).isEqualTo(second + 1);
        assertThat(tracker.inFlight()).isZero();
    }

    @Test
    void shouldAcknowledgeABatchWithAllBeforeIt() {
        long first = tracker.begin();
        tracker.endBatch(7);
        long second = tracker.begin();
        tracker.endBatch(8);
        tracker.done(second);
        tracker.advance();

        assertThat(tracker.ackable()).isEqualTo(Batch.NO_ID);
        tracker.done(first);
        tracker.advance();
        assertThat(tracker.ackable()).isEqualTo(8);
    }

    @Test
    void shouldAcknowledgeABatchWithoutTransactionsBehindThoseBefore() {
        tracker.endBatch(6);
        assertThat(tracker.ackable()).isEqualTo(6);

        long sequence = tracker.begin();
        tracker.endBatch(7);
        tracker.endBatch(8);
        assertThat(tracker.ackable()).isEqualTo(6);
        tracker.done(sequence);
        tracker.advance();
        assertThat(tracker.ackable()).isEqualTo(8);
    }

    @Test
    void shouldAgreeWithASimpleModelInAnyOrder() {
        long seed = Long.getLong("seed", 1);
        Random random = new Random(seed);
        BitSet done = new BitSet();
        List<Long> inFlight = new ArrayList<>();
        List<long[]> batches = new ArrayList<>();
        long begun = 0;
        for (int step = 0; step < 20_000; step++) {
            if (tracker.inFlight() < 64 && random.nextInt(5) < 3) {
                inFlight.add(tracker.begin());
                begun++;
            } else if (!inFlight.isEmpty()) {
                long sequence = inFlight.remove(random.nextInt(inFlight.size()));
                tracker.done(sequence);
                done.set((int) sequence);
                tracker.advance();
            }
            if (random.nextInt(7) == 0) {
                tracker.endBatch(step + 1);
                batches.add(new long[] {step + 1, begun});
            }
            int lowWater = done.nextClearBit(1);
            assertThat(tracker.lowWater()).as("seed %d", seed).isEqualTo(lowWater);
            long ackable = batches.stream()
                    .filter(batch -> batch[1] < lowWater)
                    .mapToLong(batch -> batch[0])
                    .max()
                    .orElse(Batch.NO_ID);
            assertThat(tracker.ackable()).as("seed %d", seed).isEqualTo(ackable);
            batches.removeIf(batch -> batch[0] < ackable);
        }
    }
}
