package io.github.binlogcapturer.server.functional;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.server.capture.CaptureService;
import io.github.binlogcapturer.server.capture.TargetState;
import io.github.binlogcapturer.server.capture.TargetStatus;
import io.github.binlogcapturer.server.config.Configurations;
import io.github.binlogcapturer.server.config.ServerPlan;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.testkit.functional.SimulatedShop;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A simulated shop and a YAML configuration that carries it into targets as users have them. */
final class RealTargets implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    final SimulatedShop shop = SimulatedShop.open(2, 1, builder -> builder.lostDeletes(false));
    private final Path folder;

    RealTargets(Path folder) {
        this.folder = folder;
    }

    /** Writes a configuration whose targets are given as YAML, and reads it. */
    ServerPlan plan(String targets) throws IOException {
        String text = """
                name: shop
                state: %s
                source:
                  metaServers: [%s]
                  namespace: %s
                  tables: ["shop.accounts"]
                capture:
                  start: earliest
                  closeTimeout: 5s
                  checkpointInterval: 50ms
                targets:
                """.formatted(
                folder.resolve("state"), String.join(", ", shop.cluster.metaServers()), shop.cluster.namespace());
        Path file = folder.resolve("capturer.yaml");
        Files.writeString(file, text + targets.indent(2));
        return Configurations.load(file);
    }

    CaptureService started(String targets) throws IOException {
        CaptureService service = new CaptureService(plan(targets), new SimpleMeterRegistry(), CaptureClock.system());
        service.start();
        return service;
    }

    /** Commits the insert of one account. */
    CommitTs insert(long id, String note) {
        return shop.cluster.begin().insert(shop.accounts, id, 1L, note).commit().commitTs();
    }

    static TargetStatus status(CaptureService service) {
        return service.status().targets().get(0);
    }

    static void awaitPosition(CaptureService service, CommitTs reached) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(status(service).position())
                        .as(() -> "position of " + status(service))
                        .isNotNull()
                        .isGreaterThanOrEqualTo(reached));
    }

    static TargetStatus awaitState(CaptureService service, TargetState state) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(status(service).state())
                        .as(() -> "state of " + status(service))
                        .isEqualTo(state));
        return status(service);
    }

    @Override
    public void close() {
        shop.close();
    }
}
