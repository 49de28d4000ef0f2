package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

/** A program that captures more in large transactions than its heap could hold, checks them, and prints OK. */
final class BigTransactions {

    private static final int ENTRY_BYTES = 64_000_000;

    private BigTransactions() {}

    /** Takes the number of rounds and the length of the text in each row. */
    public static void main(String[] args) throws Exception {
        int textBytes = Integer.parseInt(args[1]);
        BigSource source = new BigSource(16, Integer.parseInt(args[0]), ENTRY_BYTES, textBytes);
        try (BinlogCapturer capturer = BinlogCapturer.builder()
                .source(source)
                .startFrom(StartPosition.earliest())
                .build()) {
            EventStream stream = capturer.start();
            int number = 0;
            while (number < source.transactions()) {
                number = takeOne(stream, source, number, textBytes);
            }
        }
        long seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1000;
        System.out.println("OK " + source.transactions() + " transactions, " + source.bytesMade.get() + " bytes made, "
                + source.rereads + " read again, in " + seconds + " s");
        System.exit(0);
    }

    private static int takeOne(EventStream stream, BigSource source, int first, int textBytes) throws Exception {
        Batch batch = stream.getWithoutAck(1, Duration.ofSeconds(60));
        int number = first;
        for (Transaction transaction : batch.transactions()) {
            check(transaction, source, number++, textBytes);
        }
        if (number == first) {
            throw new AssertionError("Nothing came in a minute behind transaction " + first);
        }
        stream.ack(batch.id());
        return number;
    }

    private static void check(Transaction transaction, BigSource source, int number, int textBytes) {
        List<RowChange> changes = transaction.changes();
        RowChange last = changes.get(changes.size() - 1);
        byte[] text = last.image().bytes("v");
        if (transaction.commitTs().value() != BigSource.commitTs(number)
                || changes.size() != source.rowsPerEntry()
                || last.image().longValue("id") != 42
                || text == null
                || text.length != textBytes) {
            throw new AssertionError("Transaction " + number + " came as " + transaction.commitTs() + " with "
                    + changes.size() + " changes, the last " + last.image());
        }
    }
}
