package io.github.binlogcapturer.testkit.functional;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.testkit.simulated.SimulatedCluster;
import io.github.binlogcapturer.testkit.simulated.SimulatedTransaction;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** A capture in a process with a small heap, over what would not fit into it all at once. */
@Timeout(300)
class SmallHeapTest {

    private static final int REGIONS = 16;
    private static final int ROWS = 64;
    private static final int ROW_BYTES = 1 << 20;
    private static final int SMALL_TRANSACTIONS = 42_000;
    private static final int SMALL_ROW_BYTES = 8000;

    @Test
    void shouldRead64MegabytesOfEachOf16RegionsIn512() throws Exception {
        try (SimulatedShop shop = SimulatedShop.open(REGIONS, 1)) {
            String megabyte = "x".repeat(ROW_BYTES);
            for (int region = 0; region < REGIONS; region++) {
                // the statement's text is short, or it would hold all rows once more
                SimulatedTransaction transaction = shop.cluster.begin();
                for (int row = 0; row < ROWS; row++) {
                    long id = region + (long) REGIONS * row;
                    transaction.sql("insert").insert(shop.blobs, id, megabyte);
                }
                transaction.commit();
            }
            assertThat(shop.cluster.commits())
                    .allSatisfy(committed -> assertThat(committed.pieces()).hasSize(1));

            assertThat(captureIn(512, shop, shop.beginning, 0))
                    .contains("transactions=" + REGIONS + " bytes=" + (long) REGIONS * ROWS * ROW_BYTES);
        }
    }

    /** At default settings, where the consumer takes nothing until no more can be buffered. */
    @Test
    void shouldBufferAllThatMayWaitOf64RegionsIn512() throws Exception {
        try (SimulatedShop shop = SimulatedShop.open(64, 1)) {
            String payload = "x".repeat(SMALL_ROW_BYTES);
            for (long id = 0; id < SMALL_TRANSACTIONS; id++) {
                shop.cluster
                        .begin()
                        .sql("insert")
                        .insert(shop.blobs, id, payload)
                        .commit();
            }

            assertThat(captureIn(512, shop, shop.beginning, 64))
                    .contains("transactions=" + SMALL_TRANSACTIONS + " bytes="
                            + (long) SMALL_TRANSACTIONS * SMALL_ROW_BYTES);
        }
    }

    @Test
    void shouldReadAWeekOfHeartbeatsOfEachRegionIn128() throws Exception {
        try (SimulatedShop shop = SimulatedShop.open(4, 1)) {
            CommitTs start = CommitTs.at(shop.beginning.instant().minus(Duration.ofDays(6)));
            for (long region : shop.regions()) {
                shop.cluster.faults().fakeFlood(region, Duration.ofDays(7)).close();
            }
            shop.cluster.begin().insert(shop.blobs, 1L, "x").commit();

            assertThat(captureIn(128, shop, start, 0)).contains("transactions=1 bytes=1");
        }
    }

    private static String captureIn(int heapMegabytes, SimulatedShop shop, CommitTs start, int pausingFirst)
            throws Exception {
        SimulatedCluster cluster = shop.cluster;
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeapCapture.class.getName(),
                cluster.metaServers().get(0),
                cluster.namespace(),
                "shop.*",
                Long.toString(start.value()),
                Long.toString(cluster.lastCommitTs().orElseThrow().value()),
                Integer.toString(pausingFirst));
        File output = File.createTempFile("small-heap", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .start();
            try {
                assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
            } finally {
                process.destroyForcibly();
            }
            String text = Files.readString(output.toPath(), StandardCharsets.UTF_8);
            assertThat(process.exitValue()).as(text).isZero();
            return text;
        } finally {
            assertThat(output.delete()).isTrue();
        }
    }
}
