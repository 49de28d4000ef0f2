package io.github.binlogcapturer.examples;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.CheckpointStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Shows what is committed on a cluster of yours, until it is stopped:
 *
 * <pre>{@code
 * mvn -q compile -pl examples -am -Dexample=RealCluster \
 *     -Dexec.args='10.0.0.1:8010,10.0.0.2:8010 MY_NAMESPACE shop.checkpoint shop.* !shop.tmp_*'
 * }</pre>
 *
 * <p>The README shows the heart of it.
 */
public final class RealCluster {

    private static final int LEAST_ARGS = 4;

    private RealCluster() {}

    public static void main(String[] args) throws InterruptedException {
        if (args.length < LEAST_ARGS) {
            throw new IllegalArgumentException(
                    "Give meta servers as host:port,host:port, then the namespace, a checkpoint file and table rules");
        }
        List<String> metaServers = Arrays.asList(args[0].split(",", -1));
        String[] tables = Arrays.copyOfRange(args, LEAST_ARGS - 1, args.length);
        capture(
                metaServers,
                args[1],
                tables,
                Path.of(args[2]),
                transaction -> System.out.println(TransactionText.of(transaction)),
                () -> true);
    }

    static void capture(
            List<String> metaServers,
            String namespace,
            String[] tables,
            Path checkpoint,
            Consumer<Transaction> handler,
            BooleanSupplier wanted)
            throws InterruptedException {
        // begin: readme
        try (BinlogCapturer capturer = BinlogCapturer.builder()
                .metaServers(metaServers) // "10.0.0.1:8010", "10.0.0.2:8010", "10.0.0.3:8010"
                .namespace(namespace)
                .tables(tables) // "shop.*", "!shop.tmp_*"
                .startFrom(StartPosition.checkpointOr(StartPosition.earliest()))
                .checkpoints(CheckpointStore.file(checkpoint))
                .build()) {
            EventStream stream = capturer.start();
            while (wanted.getAsBoolean()) {
                Batch batch = stream.getWithoutAck(1000, Duration.ofSeconds(1));
                batch.transactions().forEach(handler);
                stream.ack(batch.id());
            }
        }
        // end: readme
    }
}
