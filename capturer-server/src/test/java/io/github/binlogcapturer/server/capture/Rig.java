package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.server.config.ClusterSettings;
import io.github.binlogcapturer.server.config.HttpSettings;
import io.github.binlogcapturer.server.config.LogSettings;
import io.github.binlogcapturer.server.config.ServerPlan;
import io.github.binlogcapturer.server.config.TargetPlan;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.testkit.functional.SimulatedShop;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A simulated cluster, targets in memory, and services that run them, as often as a test starts them. */
final class Rig implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Failures are tried again at once, and no hanging target is waited for. */
    static final Pace PACE = new Pace(20, 100, 60_000, 300, 30_000);

    final SimulatedShop shop = SimulatedShop.open(2, 1, settings -> settings);
    final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final List<CommitTs> commits = new ArrayList<>();
    final Path folder;
    SharedPosition shared = SharedPosition.none();

    Rig(Path folder) {
        this.folder = folder;
    }

    TestTarget target(String name) {
        return new TestTarget(name, folder, shop);
    }

    ServerPlan plan(TestTarget... targets) {
        return new ServerPlan(
                folder.resolve("capturer.yaml"),
                "shop",
                new ClusterSettings(
                        shop.cluster.metaServers(), Optional.empty(), List.of("shop.*"), List.of(), List.of()),
                new HttpSettings(true, "127.0.0.1", 0, Optional.empty()),
                LogSettings.defaults(),
                folder.resolve("state"),
                Optional.empty(),
                Optional.empty(),
                List.<TargetPlan>of(targets),
                List.of());
    }

    CaptureService service(TestTarget... targets) {
        return new CaptureService(plan(targets), registry, CaptureClock.system(), shared, PACE);
    }

    CaptureService started(TestTarget... targets) {
        CaptureService service = service(targets);
        service.start();
        return service;
    }

    /** Commits some transactions of one row each. */
    void commit(int count) {
        for (int i = 0; i < count; i++) {
            commits.add(shop.cluster
                    .begin()
                    .insert(shop.accounts, (long) commits.size(), 100L, "x")
                    .commit()
                    .commitTs());
        }
    }

    void awaitAll(TestTarget target) {
        await(target.name())
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(target.receivedTs()).containsExactlyElementsOf(commits));
    }

    static void awaitState(CaptureService service, String target, TargetState state) {
        await(target + " " + state)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(status(service, target).state()).isEqualTo(state));
    }

    static void awaitPosition(CaptureService service, String target, CommitTs reached) {
        await(target + " at " + reached).atMost(PATIENCE).until(() -> {
            CommitTs position = status(service, target).position();
            return position != null && position.compareTo(reached) >= 0;
        });
    }

    static TargetStatus status(CaptureService service, String target) {
        return service.status().targets().stream()
                .filter(status -> status.name().equals(target))
                .findFirst()
                .orElseThrow();
    }

    String stateFile(String name) throws IOException {
        return Files.readString(folder.resolve("state").resolve(name));
    }

    @Override
    public void close() {
        shop.close();
        registry.close();
    }
}
