package io.github.binlogcapturer.testkit.functional;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whatever a cluster does, in any mixture: the delivered stream is what was committed, in order, each once; and tables end as they are. */
class FaultRunTest {

    private static final Logger LOG = LoggerFactory.getLogger(FaultRunTest.class);

    @ParameterizedTest
    @CsvSource({"1, false", "2, true", "3, false"})
    void shouldDeliverTheTrueStreamThroughAllFaults(long seed, boolean splits) throws Exception {
        new FaultRun(seed, Duration.ofSeconds(15), splits, new PullingConsumer(seed)).run();
    }

    /** As long as asked with {@code -Dfault.minutes=}, with a new seed each half minute. */
    @Test
    @EnabledIfSystemProperty(named = "fault.minutes", matches = "\\d+")
    void shouldDeliverTheTrueStreamForAsLongAsAsked() throws Exception {
        long endNs = System.nanoTime()
                + Duration.ofMinutes(Long.getLong("fault.minutes")).toNanos();
        long seed = System.currentTimeMillis();
        while (System.nanoTime() - endNs < 0) {
            LOG.info("Next fault run: seed {}", seed);
            new FaultRun(seed, Duration.ofSeconds(30), seed % 2 == 0, new PullingConsumer(seed)).run();
            seed++;
        }
    }
}
