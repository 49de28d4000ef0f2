package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.CommitTs;
import java.io.IOException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FailedTransactionTest {

    private static final CommitTs A = CommitTs.of(57000267173068801L);
    private static final CommitTs B = CommitTs.of(57000267173068900L);

    @Test
    void shouldFindTheOneThatDecodingOffersToLeaveOut() {
        assertThat(FailedTransaction.of(new DataException("The entry at commit ts " + B
                        + " cannot be read; or leave it out with skipTransactions: " + A.value())))
                .contains(A);
    }

    @Test
    void shouldNotTakeAPlaceInTheStreamForATransactionThatCanBeLeftOut() {
        assertThat(FailedTransaction.of(
                        new DataException("region 3 went back in time: it has an entry at commit ts " + A)))
                .isEmpty();
    }

    @Test
    void shouldFindTheInnermostOfASink() {
        IOException cause = new IOException("column note is too long, in the transaction at commit ts " + B);
        assertThat(FailedTransaction.of(new SinkException("The sink failed at commit ts " + A + " to " + B, cause)))
                .contains(B);
    }

    @Test
    void shouldFindWhereARowWasCommitted() {
        assertThat(FailedTransaction.of(new SinkException("Row 7 of shop.orders committed at " + A + " is refused")))
                .contains(A);
    }

    @Test
    void shouldTakeABatchOfOneTransactionButNoneOfSeveral() {
        assertThat(FailedTransaction.of(new SinkException("The sink failed at commit ts " + A + " to " + A)))
                .contains(A);
        assertThat(FailedTransaction.of(new SinkException("The sink failed at commit ts " + A + " to " + B)))
                .isEmpty();
        assertThat(FailedTransaction.of(new SinkException("failed in lane 1 with the progress at commit ts " + A)))
                .isEmpty();
    }

    @Test
    void shouldFindTheChangeThatATopicDoesNotTake() {
        assertThat(FailedTransaction.of(new SinkException("The INSERT of shop.orders with key {\"id\":7} at commit ts "
                        + A + " takes 20715 bytes as a record, but topic orders takes 5000 only")))
                .contains(A);
    }

    @Test
    void shouldFindTheOneThatTheMemoryLimitOffersToLeaveOut() {
        assertThat(FailedTransaction.of(new ConfigurationException("The transaction of region 3 at commit ts " + B
                        + " is too large. To go on without this transaction, leave it out with skipTransactions: "
                        + A.value())))
                .contains(A);
    }

    @Test
    void shouldFindNoneInOtherFailures() {
        assertThat(FailedTransaction.of(new ConfigurationException("the transaction at commit ts " + A)))
                .isEmpty();
    }
}
