package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.CheckpointStore;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;

/** Prints changes as they come, until enough were shown or nobody reads any more. Keeps no position and touches none. */
final class Tail {

    private static final int BATCH = 500;
    private static final Duration WAIT = Duration.ofMillis(500);

    private final ChangeSelection selection;
    private final EventPrinter printer;
    private final PrintWriter out;
    private long left;

    /** @param limit after how many transactions it ends; 0 or less for never */
    Tail(ChangeSelection selection, EventPrinter printer, PrintWriter out, long limit) {
        this.selection = selection;
        this.printer = printer;
        this.out = out;
        this.left = limit <= 0 ? Long.MAX_VALUE : limit;
    }

    /** Reads; the builder is a target's, so that what is shown is what the target gets. */
    void follow(BinlogCapturerBuilder capture, StartPosition from) throws InterruptedException {
        try (BinlogCapturer capturer =
                capture.startFrom(from).checkpoints(CheckpointStore.inMemory()).build()) {
            EventStream stream = capturer.start();
            while (left > 0 && !out.checkError()) {
                Batch batch = stream.getWithoutAck(BATCH, WAIT);
                batch.events().forEach(this::print);
                stream.ack(batch.id());
            }
        }
    }

    private void print(BinlogEvent event) {
        if (left <= 0) {
            return;
        }
        if (event instanceof Transaction transaction) {
            Optional<Transaction> shown = selection.of(transaction);
            shown.ifPresent(printer::print);
            left -= shown.isPresent() ? 1 : 0;
        } else if (event instanceof SchemaChange change
                && selection.includes(change.after().name())) {
            printer.print(change);
        }
    }
}
