package io.github.binlogcapturer.server.http;

import io.github.binlogcapturer.RegionStatus;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.server.capture.CaptureControl;
import io.github.binlogcapturer.server.capture.Sample;
import io.github.binlogcapturer.server.capture.ServiceStatus;
import io.github.binlogcapturer.server.capture.TargetState;
import io.github.binlogcapturer.server.capture.TargetStatus;
import io.github.binlogcapturer.server.config.HttpSettings;
import io.github.binlogcapturer.spi.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The page in a real browser, where this machine has Chromium. */
@Timeout(120)
class StatusPageTest {

    private static final Instant NOW = Instant.parse("2026-11-22T01:00:00Z");
    private static final String ATTACK = "<img src=x onerror=\"document.title='broken'\">";

    @TempDir
    private Path folder;

    @Test
    void shouldShowEachTargetWithItsRegionsAndErrors() throws Exception {
        String page = shown();

        assertThat(page)
                .contains("<h2>copy</h2>", "running", "jdbc:mysql://10.0.1.1:3306/copy")
                .contains("<h2>events</h2>", "waiting", "The brokers do not answer")
                .contains("the merge waits for it")
                .contains("cdc.bl", "4711", "57000267173068801")
                .contains("polyline");
        assertThat(page).as("a region beyond the first few").contains("Show all");
    }

    @Test
    void shouldShowWhatTargetsSayAsTextAlone() throws Exception {
        String page = shown();

        assertThat(page).contains("&lt;img src=x").doesNotContain("<img");
        assertThat(page).contains("<title>(1 in trouble) shop - BinlogCapturer</title>");
    }

    /** Returns the page's markup after its script has run. */
    private String shown() throws IOException, InterruptedException {
        Optional<Path> browser = browser();
        assumeTrue(browser.isPresent(), "no Chromium on this machine");
        HttpSettings settings = new HttpSettings(true, "127.0.0.1", 0, Optional.empty());
        try (StatusServer server = new StatusServer(settings, new Shown(), () -> "")) {
            server.start();
            Path markup = folder.resolve("page.html");
            Process process = new ProcessBuilder(
                            browser.get().toString(),
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--user-data-dir=" + folder.resolve("profile"),
                            "--virtual-time-budget=8000",
                            "--dump-dom",
                            "http://127.0.0.1:" + server.port() + "/")
                    .redirectOutput(markup.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                assertThat(process.waitFor(60, TimeUnit.SECONDS))
                        .as("the browser has ended")
                        .isTrue();
            } finally {
                process.destroyForcibly();
            }
            return Files.readString(markup);
        }
    }

    private static Optional<Path> browser() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(":", -1))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Two targets: one that runs, one in trouble. */
    private static final class Shown implements CaptureControl {

        @Override
        public ServiceStatus status() {
            return new ServiceStatus(
                    "shop",
                    "0.1.0",
                    NOW.minusSeconds(3600),
                    NOW,
                    100 << 20,
                    1 << 30,
                    List.of(
                            target("copy", "mysql", "jdbc:mysql://10.0.1.1:3306/copy", TargetState.RUNNING, null),
                            target(
                                    "events",
                                    "kafka",
                                    "topic events at 10.0.2.1:9092",
                                    TargetState.WAITING,
                                    "The brokers do not answer " + ATTACK)));
        }

        private static TargetStatus target(
                String name, String kind, String description, TargetState state, @Nullable String error) {
            return new TargetStatus(
                    name,
                    kind,
                    description,
                    state,
                    "Moves: merges what the regions have delivered.",
                    CommitTs.of(57000267173068801L),
                    CommitTs.of(57000267173068802L),
                    Duration.ofSeconds(2),
                    Duration.ZERO,
                    Duration.ofDays(3),
                    12.5,
                    100.25,
                    1234,
                    5678,
                    4,
                    3,
                    2,
                    1,
                    1 << 20,
                    256 << 20,
                    IntStream.range(0, 16).mapToObj(Shown::region).toList(),
                    error == null ? 0 : 2,
                    error,
                    error == null ? null : NOW.minusSeconds(9),
                    null,
                    error == null ? null : NOW.plusSeconds(9));
        }

        private static RegionStatus region(int partition) {
            Region region = new Region(4700 + partition, TableName.parse("cdc.bl"), 47, partition);
            boolean holds = partition == 11;
            return new RegionStatus(
                    region, CommitTs.of(57000267173068801L - partition), Duration.ofMillis(200), holds, null);
        }

        @Override
        public List<Sample> history(String target) {
            return IntStream.range(0, 100)
                    .mapToObj(i -> new Sample(NOW.minusSeconds(500 - 5L * i), i < 10 ? Double.NaN : i / 10.0, 50))
                    .toList();
        }

        @Override
        public void pause(String target, String who) {
            throw new UnsupportedOperationException(target + who);
        }

        @Override
        public void resume(String target, String who) {
            throw new UnsupportedOperationException(target + who);
        }

        @Override
        public void skipTransaction(String target, CommitTs commitTs, String who) {
            throw new UnsupportedOperationException(target + commitTs + who);
        }
    }
}
