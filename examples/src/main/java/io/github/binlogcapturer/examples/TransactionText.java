package io.github.binlogcapturer.examples;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows a transaction to a person. */
final class TransactionText {

    private static final int MOST_CHANGES = 4;

    private TransactionText() {}

    /** Returns a line for the transaction and one for each of its first changes, without a line break at the end. */
    static String of(Transaction transaction) {
        StringBuilder text = new StringBuilder("Transaction " + transaction.txnId() + " by " + transaction.user()
                + " at commit ts " + transaction.commitTs());
        transaction.changes().stream()
                .limit(MOST_CHANGES)
                .forEach(change -> text.append("\n  ").append(of(change)));
        int more = transaction.changes().size() - MOST_CHANGES;
        return more > 0
                ? text.append("\n  and ").append(more).append(" more changes").toString()
                : text.toString();
    }

    private static String of(RowChange change) {
        String images = Stream.of(change.before(), change.after())
                .filter(Objects::nonNull)
                .map(Row::toString)
                .collect(Collectors.joining(" -> "));
        return change.type() + " " + change.table() + " " + images;
    }
}
