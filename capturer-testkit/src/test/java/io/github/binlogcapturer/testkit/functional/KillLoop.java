package io.github.binlogcapturer.testkit.functional;

import io.github.binlogcapturer.testkit.simulated.SimulatedWorkload;
import java.io.IOException;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clients write while one capture after the other is killed; the last one may go on to the end. */
public final class KillLoop {

    private static final Logger LOG = LoggerFactory.getLogger(KillLoop.class);

    /** Starts a capture of a shop. */
    @FunctionalInterface
    public interface Start {

        ForkedCapture start() throws IOException;
    }

    private KillLoop() {}

    /** Returns a shop whose log is exact, so that what arrived can be compared with what was written. */
    public static SimulatedShop shop(long seed) {
        return SimulatedShop.open(2, 2, settings -> settings.seed(seed).lostDeletes(false));
    }

    /** Runs it: 6 kills, or as many as {@code -Dkills=} says. */
    public static void run(SimulatedShop shop, Random random, long seed, Start capture)
            throws IOException, InterruptedException {
        int kills = Integer.getInteger("kills", 6);
        try (SimulatedWorkload workload = SimulatedWorkload.builder(shop.cluster::begin)
                .seed(seed)
                .clients(2)
                .keys(200)
                .rowsPerStatement(1)
                .bank(shop.accounts, "balance", 100, 1000)
                .tables(shop.orders)
                .transactions(10_000)
                .start()) {
            int midway = 0;
            for (int i = 0; i < kills; i++) {
                try (ForkedCapture running = capture.start()) {
                    midway += running.runFor(20 + random.nextInt(300)) ? 1 : 0;
                }
            }
            LOG.info("{}; {} of {} captures had moved when they were killed", workload.await(), midway, kills);
            try (ForkedCapture running = capture.start()) {
                running.runUpTo(shop.cluster.lastTs().value());
            }
        }
    }
}
