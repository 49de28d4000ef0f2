package io.github.binlogcapturer.internal.apply;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.AppliedTransactions;
import io.github.binlogcapturer.spi.LaneProgress;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LaneJournalTest {

    @Test
    void shouldNameWhatIsAtHandBesideWhatIsDone() {
        LaneJournal journal = new LaneJournal(AppliedTransactions.none());
        journal.add(inserts(110, 112));

        assertThat(journal.progress(100, 100, inserts(115, 116)))
                .isEqualTo(new LaneProgress(CommitTs.of(100), set(110, 111, 112, 115, 116)));
        assertThat(journal.progress(100, 100, List.of()).done())
                .as("the batch was not applied")
                .isEqualTo(set(110, 111, 112));
    }

    @Test
    void shouldForgetWhatItsLowWaterCovers() {
        LaneJournal journal = new LaneJournal(AppliedTransactions.none());
        journal.add(inserts(101, 300));

        assertThat(journal.progress(298, 298, inserts(301, 301)))
                .isEqualTo(new LaneProgress(CommitTs.of(298), set(299, 300, 301)));
    }

    @Test
    void shouldGoOnNamingWhatEarlierRunsDidUntilTheLowWaterCoversIt() {
        LaneJournal journal = new LaneJournal(set(105, 120));

        assertThat(journal.progress(100, 100, inserts(110, 110)).done()).isEqualTo(set(105, 110, 120));
        journal.add(inserts(110, 110));
        assertThat(journal.progress(112, 112, List.of()).done()).isEqualTo(set(120));
        assertThat(journal.progress(120, 120, List.of()).done().isEmpty()).isTrue();
    }

    @Test
    void shouldNotNameWhatIsCoveredOnceTheBatchIsDone() {
        LaneJournal journal = new LaneJournal(set(105, 117));
        journal.add(inserts(103, 104));

        assertThat(journal.progress(100, 115, inserts(110, 116)))
                .isEqualTo(new LaneProgress(CommitTs.of(115), set(116, 117)));
        assertThat(journal.progress(100, 102, inserts(101, 101)).done())
                .as("the batch was not applied")
                .isEqualTo(set(103, 104, 105, 117));
    }

    private static List<Transaction> inserts(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(ts -> Histories.insert(ts, Histories.ACCOUNTS, ts))
                .toList();
    }

    private static AppliedTransactions set(long... commitTs) {
        AppliedTransactions.Builder builder = AppliedTransactions.builder();
        for (long ts : commitTs) {
            builder.add(Histories.insert(ts, Histories.ACCOUNTS, ts));
        }
        return builder.build();
    }
}
