package io.github.binlogcapturer.testkit.functional;

import io.github.binlogcapturer.Batch;
import io.github.binlogcapturer.BinlogCapturer;
import io.github.binlogcapturer.EventStream;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Transaction;
import java.time.Duration;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** Gets, acknowledges and now and then rolls back, and keeps a ledger of it all. */
final class PullingConsumer implements FaultRun.Consumer {

    private final Random random;
    private final Ledger ledger = new Ledger();

    PullingConsumer(long seed) {
        this.random = new Random(seed);
    }

    @Override
    public boolean consume(BinlogCapturer capturer, FaultRun run, long untilNs) throws InterruptedException {
        EventStream stream = capturer.start();
        ledger.restarted();
        while (true) {
            run.hasStarted(capturer.explain());
            Batch batch = stream.getWithoutAck(1 + random.nextInt(100), Duration.ofMillis(20));
            CommitTs wanted = run.end();
            if (batch.isEmpty()) {
                if (wanted != null && stream.position().compareTo(wanted) >= 0) {
                    return true;
                }
            } else if (random.nextInt(20) == 0) {
                stream.rollback(batch.id());
            } else {
                batch.events().forEach(event -> take(event, run));
                stream.ack(batch.id());
            }
            if (wanted == null && System.nanoTime() - untilNs > 0) {
                return false;
            }
        }
    }

    private void take(BinlogEvent event, FaultRun run) {
        ledger.add(event);
        if (event instanceof Transaction && !run.splits()) {
            assertThat(ledger.sum(run.shop().accounts, "balance"))
                    .as("%s: the bank's sum at %s", run, event)
                    .isIn(0L, run.sum());
        }
    }

    @Override
    public void compare(FaultRun run) {
        SimulatedShop shop = run.shop();
        ledger.requireOrder(shop.cluster.commits(), run.toString());
        ledger.requireTable(shop.accounts, shop.cluster.rows(shop.accounts), run.toString());
        ledger.requireTable(shop.orders, shop.cluster.rows(shop.orders), run.toString());
        ledger.requireTable(shop.blobs, shop.cluster.rows(shop.blobs), run.toString());
        assertThat(ledger.transactions()).as(run.toString()).isPositive();
    }
}
