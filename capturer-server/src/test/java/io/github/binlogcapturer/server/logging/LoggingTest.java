package io.github.binlogcapturer.server.logging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.binlogcapturer.server.config.LogSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class LoggingTest {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.binlogcapturer.server.Sample");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @AfterEach
    void restore() {
        Logging.quiet();
    }

    private void install(boolean json, String level, Duration repeatAfter) {
        Logging.install(new LogSettings(json, level, repeatAfter), new PrintStream(bytes, true, UTF_8));
    }

    private String logged() {
        Logging.flush();
        return bytes.toString(UTF_8);
    }

    @Test
    void shouldLogALineOfTextPerEvent() {
        install(false, "info", Duration.ZERO);
        LOG.info("target {} runs", "mysql");
        LOG.debug("not this");

        assertThat(logged()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+\\S+ INFO  \\[[^]]+] Sample - target mysql runs\\n");
    }

    @Test
    void shouldKeepAMessageFromPassingForAnotherEvent() {
        install(false, "info", Duration.ZERO);
        LOG.info("a\n2026-11-21T00:00:00 ERROR forged\u001b[2J");

        assertThat(logged())
                .contains("a\n\t2026-11-21")
                .contains("forged\\u001b[2J")
                .doesNotContain("\u001b");
    }

    @Test
    void shouldLogAJsonObjectPerLine() throws IOException {
        install(true, "debug", Duration.ZERO);
        try (MDC.MDCCloseable target = MDC.putCloseable("target", "mysql")) {
            LOG.error("failed\nwith password=s3cret", new IllegalStateException("token=s3cret"));
            assertThat(target).isNotNull();
        }

        String line = logged();
        assertThat(line).endsWith("}\n").hasLineCount(1).doesNotContain("s3cret");
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(Instant.parse(json.path("time").asText()))
                .isAfter(Instant.now().minusSeconds(600));
        assertThat(json.path("level").asText()).isEqualTo("ERROR");
        assertThat(json.path("logger").asText()).isEqualTo("io.github.binlogcapturer.server.Sample");
        assertThat(json.path("message").asText()).isEqualTo("failed\nwith password=***");
        assertThat(json.path("stack").asText()).contains("IllegalStateException", "LoggingTest");
        assertThat(json.path("mdc").path("target").asText()).isEqualTo("mysql");
        assertThat(json.path("thread").asText()).isNotEmpty();
    }

    @Test
    void shouldTakeTheLevelFromTheConfigurationForOwnLoggersOnly() {
        install(false, "debug", Duration.ZERO);
        LOG.debug("own");
        LoggerFactory.getLogger("com.example").debug("foreign");
        LoggerFactory.getLogger("org.apache.kafka.clients.Metadata").info("chatter");
        LoggerFactory.getLogger("io.grpc.Context").warn("warning");

        assertThat(logged())
                .contains("own", "warning")
                .doesNotContain("foreign")
                .doesNotContain("chatter");
    }

    @Test
    void shouldTakeInWhatIsToldToTheJdksLogging() {
        install(true, "info", Duration.ZERO);
        java.util.logging.Logger grpc = java.util.logging.Logger.getLogger("io.grpc.Sample");
        grpc.log(java.util.logging.Level.SEVERE, "channel {0} with password=s3cret", 7);
        grpc.info("chatter");

        assertThat(logged())
                .contains("\"level\":\"ERROR\"", "\"logger\":\"io.grpc.Sample\"", "channel 7 with password=***")
                .doesNotContain("chatter")
                .hasLineCount(1);
    }

    @Test
    void shouldHoldRepeatsBackAndTellHowMany() {
        install(false, "info", Duration.ofMinutes(10));
        for (int i = 0; i < 5; i++) {
            LOG.warn("region {} does not answer", 7);
        }

        assertThat(logged().lines())
                .hasSize(2)
                .anyMatch(line -> line.endsWith("region 7 does not answer") && !line.contains("Held"))
                .anyMatch(line -> line.contains("Held back 4 more like: region 7 does not answer"));
    }

    @Test
    void shouldLetOthersOfATemplatePassUntilTheyAreAFlood() {
        install(false, "info", Duration.ofMinutes(10));
        for (int i = 0; i < 100; i++) {
            LOG.warn("row {} is odd", i);
        }

        assertThat(logged().lines())
                .hasSize(21)
                .anyMatch(line -> line.contains("Held back 80 more like: row 0 is odd"));
    }

    @Test
    void shouldLetTheFirstErrorOfAKindAndAllAuditLinesPass() {
        install(false, "info", Duration.ofMinutes(10));
        LOG.warn("write failed");
        LOG.error("write failed");
        LOG.error("write failed", new IllegalStateException("other"));
        Logger audit = LoggerFactory.getLogger("audit");
        audit.info("paused");
        audit.info("paused");

        assertThat(logged().lines().filter(line -> line.contains(" - "))).hasSize(5);
    }

    @Test
    void shouldTellWhatWasHeldBackWhenTheWindowIsOver() {
        install(false, "info", Duration.ofMillis(1));
        LOG.info("first");
        long beginNs = System.nanoTime();
        do {
            LOG.info("first");
        } while (System.nanoTime() - beginNs < 50_000_000L);

        assertThat(logged()).contains("more like: first");
    }

    @Test
    void shouldLeaveWhatDoesNotAnswerToTheCommandThatAsksIt() {
        Logging.quiet();

        assertThat(LoggerFactory.getLogger("org.apache.kafka.clients.NetworkClient")
                        .isWarnEnabled())
                .isFalse();
        assertThat(LOG.isWarnEnabled()).isTrue();
    }
}
