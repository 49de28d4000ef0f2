package io.github.binlogcapturer.examples;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.file.FileSink;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.spi.Checkpoint;
import io.github.binlogcapturer.spi.CheckpointStore;
import io.github.binlogcapturer.testkit.RecordedCluster;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The whole way in one program: captures three tables of a recorded cluster, shows the first transactions on the console and writes
 * all of them to files. Both have a position of their own in one checkpoint, so a second run goes on where the first one ended.
 *
 * <p>It works in {@code target/quickstart} of the examples' module; name another folder as the argument or with
 * {@code -Dquickstart.dir=...}. With {@code -Dquickstart.limit=500} the run ends after about so many transactions, so that the next one
 * has something left to do. Delete the folder to begin anew.
 */
public final class Quickstart {

    private static final String CONSOLE = "console";
    private static final String FILES = "files";
    private static final int SHOWN = 5;
    private static final int PROGRESS_EVERY = 250;

    private final Path folder;
    private final long limit;
    private final PrintStream out;
    private final CaptureClock clock = CaptureClock.system();

    private long startedNs;
    private long transactions;
    private long changes;

    Quickstart(Path folder, long limit, PrintStream out) {
        this.folder = folder;
        this.limit = limit;
        this.out = out;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        new Quickstart(folder(args), Long.getLong("quickstart.limit", Long.MAX_VALUE), System.out).run();
    }

    private static Path folder(String... args) {
        Path module = Path.of("examples");
        Path usual = (Files.isDirectory(module) ? module : Path.of("")).resolve(Path.of("target", "quickstart"));
        return Path.of(args.length > 0 ? args[0] : System.getProperty("quickstart.dir", usual.toString()));
    }

    /** Runs to the end of the recording, or to the limit, and returns how many transactions came to the console. */
    long run() throws IOException, InterruptedException {
        Path files = Files.createDirectories(folder.resolve("files"));
        CheckpointStore checkpoints = CheckpointStore.file(folder.resolve("checkpoint"));
        checkpoints
                .load()
                .ifPresentOrElse(
                        this::tellResume,
                        () -> out.println("There is no checkpoint yet: begins at the earliest transaction."));
        try (RecordedCluster cluster = RecordedShop.start();
                BinlogCapturer capturer = RecordedShop.capture(cluster)
                        .subscribers(CONSOLE, FILES)
                        .checkpoints(checkpoints)
                        .build()) {
            startedNs = clock.nanoTime();
            capturer.applyTo(FILES, FileSink.builder(files).build());
            consume(capturer.stream(CONSOLE), cluster.lastTs());
            if (transactions < limit) {
                RecordedShop.awaitPosition(capturer, capturer.stream(FILES), cluster.lastTs());
            }
            tellEnd();
        }
        return transactions;
    }

    private void consume(EventStream stream, CommitTs end) throws InterruptedException {
        while (stream.position().compareTo(end) < 0 && transactions < limit) {
            Batch batch = stream.getWithoutAck(100, Duration.ofMillis(100));
            batch.transactions().forEach(this::handle);
            stream.ack(batch.id());
        }
    }

    private void handle(Transaction transaction) {
        transactions++;
        changes += transaction.changes().size();
        if (transactions <= SHOWN) {
            out.println(TransactionText.of(transaction));
        } else if (transactions % PROGRESS_EVERY == 0) {
            out.printf(
                    "%,d transactions, %,d a second, now at %s%n", transactions, perSecond(), transaction.commitTs());
        }
    }

    private void tellResume(Checkpoint checkpoint) {
        out.println(
                "Resumes from the checkpoint of " + checkpoint.savedAt() + ", nothing at or before it comes again:");
        checkpoint.positions().forEach((name, position) -> out.println("  " + name + " behind " + position));
    }

    private void tellEnd() {
        if (transactions == 0) {
            out.println("Nothing is left behind the checkpoint.");
        } else {
            out.printf(
                    "%,d transactions with %,d row changes in %,d ms, %,d transactions a second.%n",
                    transactions, changes, elapsedNs() / 1_000_000, perSecond());
        }
        out.println(
                "Files and checkpoint are in " + folder + "; run it again to resume, delete the folder to begin anew.");
    }

    private long perSecond() {
        return transactions * 1_000_000_000 / elapsedNs();
    }

    private long elapsedNs() {
        return Math.max(1, clock.nanoTime() - startedNs);
    }
}
