package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.ApplySettings;
import io.github.binlogcapturer.spi.VisibleOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a lane is given, without lanes. Transactions are numbered from 1. */
class BatchFormerTest {

    private TransactionGraph graph = new TransactionGraph(256);
    private ApplySettings settings = ApplySettings.defaults();

    @Test
    void shouldGiveTheOldestThatAreReady() {
        add();
        add(1);
        add();
        graph.take(1);

        assertThat(former(1)).containsExactly(3L);
    }

    @Test
    void shouldShareWhatIsReadyAmongIdleLanes() {
        graph = new TransactionGraph(1024);
        for (int i = 0; i < 800; i++) {
            add();
        }

        assertThat(former(2)).hasSize(400).startsWith(1L).endsWith(400L);
        assertThat(former(2)).as("too few to be shared").hasSize(256);
    }

    @Test
    void shouldGiveMoreThanAFewLanesLargeBatchesOnly() {
        settings = settings.withBatch(10, 1 << 20);
        for (int i = 0; i < 4; i++) {
            add();
        }
        assertThat(sequences(form(4, 4))).as("soon one of the four asks again").isEmpty();
        assertThat(sequences(form(5, 3))).hasSize(4);

        for (int i = 0; i < 5; i++) {
            add();
        }
        assertThat(sequences(form(4, 4))).as("half a batch").hasSize(5);

        // 40 bytes each
        settings = settings.withBatch(1000, 160);
        add();
        assertThat(sequences(form(4, 4))).isEmpty();
        add();
        assertThat(sequences(form(4, 4))).as("half a batch by its bytes").hasSize(2);
    }

    @Test
    void shouldFillBatchesUpToTheirLimits() {
        settings = settings.withBatch(10, 1 << 20);
        for (int i = 0; i < 200; i++) {
            add();
        }
        assertThat(former(1)).hasSize(10);

        // 40 bytes each
        settings = settings.withBatch(1000, 100);
        assertThat(former(1)).hasSize(2);
    }

    @Test
    void shouldLetThoseJoinThatWaitForMembersOnly() {
        add();
        add(1);
        add();
        add(2, 3);
        graph.take(3);
        add(2);

        assertThat(former(1)).containsExactly(1L, 2L, 5L);
    }

    @Test
    void shouldTakeTheOldestFirstWhetherTheyJoinOrNot() {
        settings = settings.withBatch(2, 1 << 20);
        add();
        add(1);
        add();
        add();
        add(3);

        assertThat(former(1)).as("4 finds no room").containsExactly(1L, 2L, 3L, 5L);
    }

    @Test
    void shouldTakeMoreWhereTheyJoin() {
        settings = settings.withBatch(10, 1 << 20);
        for (int i = 1; i <= 100; i++) {
            add(i - 1);
        }

        assertThat(former(1)).hasSize(40);
    }

    @Test
    void shouldGiveALargeOneAloneThoughItWaitsForMembersOnly() {
        settings = settings.withBatch(10, 1 << 20);
        add();
        addLarge(11, 1);
        add(1);

        assertThat(former(1)).containsExactly(1L, 3L);
        finish(1);
        finish(3);
        assertThat(former(1)).containsExactly(2L);
    }

    @Test
    void shouldLetNothingJoinALargeOne() {
        settings = settings.withBatch(10, 1 << 20);
        addLarge(11);
        add(1);

        assertThat(former(1)).containsExactly(1L);
    }

    @Test
    void shouldGiveALargeOneAloneInOrder() {
        settings = settings.withOrder(VisibleOrder.COMMIT_ORDER).withBatch(10, 1 << 20);
        BatchFormer former = new BatchFormer(graph, settings, 256);
        add();
        addLarge(11, 1);
        add(2);

        assertThat(form(former)).containsExactly(1L);
        finish(1);
        assertThat(form(former)).containsExactly(2L);
        finish(2);
        assertThat(form(former)).containsExactly(3L);
    }

    @Test
    void shouldNotLetThoseJoinThatWaitForALowWater() {
        add();
        addBehind(2, 1);

        assertThat(former(1)).containsExactly(1L);
        finish(1);
        assertThat(former(1)).containsExactly(2L);
    }

    @Test
    void shouldGiveWhatBecomesReady() {
        add();
        add(1);
        graph.take(1);
        assertThat(former(1)).isEmpty();

        finish(1);
        assertThat(former(1)).containsExactly(2L);
    }

    @Test
    void shouldWaitWithARefusedOneAndWhatDependsOnIt() {
        add();
        add();
        add(2);
        add();
        graph.take(1);
        graph.take(2);
        graph.defer(2);
        assertThat(former(1)).containsExactly(4L);

        finish(1);
        LaneWork last = form(1);
        assertThat(last.isLast()).isTrue();
        assertThat(sequences(last)).containsExactly(2L);
        finish(2);
        assertThat(former(1)).containsExactly(3L);
    }

    @Test
    void shouldGiveTheOldestOnesItsLastTryAtOnce() {
        add();
        add();
        graph.take(1);
        graph.defer(1);

        assertThat(form(1).isLast()).isTrue();
    }

    @Test
    void shouldGiveRangesInOrder() {
        settings = settings.withOrder(VisibleOrder.COMMIT_ORDER).withBatch(1, 1 << 20);
        BatchFormer former = new BatchFormer(graph, settings, 256);
        add();
        add(1);
        add();
        add(2);
        add(3);

        assertThat(form(former)).containsExactly(1L, 2L);
        assertThat(form(former)).as("4 waits for 2").containsExactly(3L);
        assertThat(form(former)).isEmpty();
        finish(1);
        finish(2);
        assertThat(form(former)).as("5 waits for 3").containsExactly(4L);
        finish(3);
        assertThat(form(former)).containsExactly(5L);
    }

    @Test
    void shouldUseItsSlotsAgain() {
        for (int i = 1; i <= 1000; i++) {
            add(i - 1, i - 2);
            if (i % 100 == 0) {
                List<Long> formed = former(1);
                assertThat(formed).hasSize(100);
                formed.forEach(this::finish);
            }
        }
        assertThat(graph.tracker().lowWater()).isEqualTo(1001);
    }

    private void add(long... predecessors) {
        graph.add(Histories.insert(100, Histories.ACCOUNTS, 1), 100, predecessors, 0, predecessors.length, 0);
    }

    private void addLarge(int changes, long... predecessors) {
        RowChange change =
                Histories.insert(100, Histories.ACCOUNTS, 1).changes().get(0);
        Transaction large = Histories.transaction(100, 1, Collections.nCopies(changes, change));
        graph.add(large, 100, predecessors, 0, predecessors.length, 0);
    }

    private void addBehind(long waitBelow, long... predecessors) {
        graph.add(Histories.insert(100, Histories.ACCOUNTS, 1), 100, predecessors, 0, predecessors.length, waitBelow);
    }

    private void finish(long sequence) {
        graph.done(sequence);
        graph.advance();
    }

    private List<Long> former(int idleLanes) {
        return sequences(form(idleLanes));
    }

    private LaneWork form(int idleLanes) {
        return form(idleLanes, 0);
    }

    private LaneWork form(int idleLanes, int busyLanes) {
        LaneWork work = new LaneWork();
        new BatchFormer(graph, settings, 1024).form(work, idleLanes, busyLanes);
        return work;
    }

    private static List<Long> form(BatchFormer former) {
        LaneWork work = new LaneWork();
        former.form(work, 1, 0);
        return sequences(work);
    }

    private static List<Long> sequences(LaneWork work) {
        List<Long> sequences = new ArrayList<>();
        for (int i = 0; i < work.size(); i++) {
            sequences.add(work.sequence(i));
        }
        return sequences;
    }
}
