package io.github.binlogcapturer.internal.apply;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TransactionGraphTest {

    private final TransactionGraph graph = new TransactionGraph(64);

    @Test
    void shouldSayWhatIsLeftOnceABatchIsDone() {
        add(8);
        graph.done(2);
        graph.advance();

        assertThat(graph.firstUndoneAfter(work(1, 3, 5, 6), 0, 4))
                .as("2 is done")
                .isEqualTo(4);
        assertThat(graph.firstUndoneAfter(work(1, 3, 5, 6), 0, 1)).as("a part").isEqualTo(3);
        assertThat(graph.firstUndoneAfter(work(1, 3, 5, 6), 1, 4))
                .as("without the oldest")
                .isEqualTo(1);
    }

    @Test
    void shouldNotSayThatTheYoungestIsCovered() {
        add(3);

        // where the next one begins is not known yet
        assertThat(graph.firstUndoneAfter(work(1, 2, 3), 0, 3)).isEqualTo(3);
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            graph.add(Histories.insert(100, Histories.ACCOUNTS, 1), 100, new long[0], 0, 0, 0);
        }
    }

    private LaneWork work(long... sequences) {
        LaneWork work = new LaneWork();
        for (long sequence : sequences) {
            work.add(sequence, graph.transaction(sequence));
        }
        return work;
    }
}
