package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.internal.decode.RawPiece;
import io.github.binlogcapturer.spi.CaptureMetrics;
import io.github.binlogcapturer.spi.Metric;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the transactions that are to be left out, and says so when one is. Any commit ts of a transaction's pieces stands for all of it,
 * since errors name the piece that they have met. Thread-safe.
 */
final class SkippedTransactions {

    private static final Logger LOG = LoggerFactory.getLogger(SkippedTransactions.class);

    private final long[] sorted;
    private final CaptureMetrics metrics;

    SkippedTransactions(Collection<CommitTs> skipped, CaptureMetrics metrics) {
        this.sorted = skipped.stream().mapToLong(CommitTs::value).sorted().toArray();
        this.metrics = metrics;
    }

    /** Returns whether a commit ts was named. */
    boolean names(long commitTs) {
        return sorted.length > 0 && Arrays.binarySearch(sorted, commitTs) >= 0;
    }

    /** Returns whether a transaction is to be left out, and tells if it is. */
    boolean leavesOut(List<RawPiece> pieces) {
        if (sorted.length == 0 || pieces.stream().noneMatch(piece -> names(piece.commitTs()))) {
            return false;
        }
        RawPiece last = pieces.get(pieces.size() - 1);
        tell(
                last.commitTs(),
                last.txnId(),
                pieces.stream().map(piece -> piece.region().toString()).toList());
        return true;
    }

    /** Returns whether a transaction of a log is to be left out, and tells if it is. */
    boolean leavesOut(Transaction transaction) {
        if (sorted.length == 0
                || transaction.pieces().stream()
                        .noneMatch(piece -> names(piece.commitTs().value()))) {
            return false;
        }
        tell(
                transaction.commitTs().value(),
                transaction.txnId(),
                transaction.pieces().stream().map(Piece::toString).toList());
        return true;
    }

    private void tell(long commitTs, long txnId, List<String> places) {
        metrics.add(Metric.SKIPPED, "", 1);
        LOG.warn(
                "Leaves out the transaction at commit ts {} (transaction id {}, in {}), since skipTransactions names it:"
                        + " the target lacks its changes from now on",
                CommitTs.of(commitTs),
                txnId,
                String.join(" and ", places));
    }
}
