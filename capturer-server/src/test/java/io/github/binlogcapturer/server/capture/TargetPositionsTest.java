package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.server.config.ServerPlan;
import io.github.binlogcapturer.spi.CaptureClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class TargetPositionsTest {

    @TempDir
    Path folder;

    private Rig rig;
    private TestTarget target;
    private TargetPositions positions;

    @BeforeEach
    void open() {
        rig = new Rig(folder);
        target = rig.target("dw");
        positions = new TargetPositions(rig.plan(target), CaptureClock.system());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldShowWhatIsKnownOfATargetThatNeverRan() throws Exception {
        TargetPosition shown = positions.show(target);

        assertThat(shown.checkpoint()).isEmpty();
        assertThat(shown.held()).isEmpty();
        assertThat(shown.askedTarget()).isTrue();
        assertThat(shown.wanted()).isEmpty();
    }

    @Test
    void shouldHaveTheNextCaptureBeginBehindACommitTs() throws Exception {
        rig.commit(3);
        target.held = CommitTs.of(rig.shop.cluster.lastTs().value() + 1_000_000);

        positions.set(target, StartPosition.after(rig.commits.get(0)), "ann");

        assertThat(positions.show(target).checkpoint()).contains(rig.commits.get(0));
        assertThat(target.held).isNull();
        try (CaptureService service = rig.started(target)) {
            await().atMost(Rig.PATIENCE)
                    .untilAsserted(
                            () -> assertThat(target.receivedTs()).containsExactlyElementsOf(rig.commits.subList(1, 3)));
            Rig.awaitState(service, "dw", TargetState.RUNNING);
        }
    }

    @Test
    void shouldHaveTheNextCaptureBeginAtTheEarliestPosition() throws Exception {
        rig.commit(2);
        positions.set(target, StartPosition.after(rig.commits.get(1)), "ann");
        positions.set(target, StartPosition.earliest(), "ann");

        assertThat(positions.show(target).checkpoint()).isEmpty();
        assertThat(positions.show(target).wanted()).contains(StartPosition.earliest());
        try (CaptureService service = rig.started(target)) {
            rig.awaitAll(target);
            Rig.awaitPosition(service, "dw", rig.commits.get(1));
        }
        assertThat(positions.show(target).wanted())
                .as("ends with the first checkpoint")
                .isEmpty();
    }

    @Test
    void shouldHaveTheNextCaptureBeginAtTheLatestPosition() throws Exception {
        rig.commit(2);
        positions.set(target, StartPosition.latest(), "ann");
        try (CaptureService service = rig.started(target)) {
            Rig.awaitState(service, "dw", TargetState.RUNNING);
            rig.commit(1);
            await().atMost(Rig.PATIENCE)
                    .untilAsserted(() -> assertThat(target.receivedTs()).containsExactly(rig.commits.get(2)));
        }
    }

    @Test
    void shouldSetOneTargetBesideWhatTheCheckpointFileSaysOfAll() throws Exception {
        rig.commit(3);
        TestTarget other = rig.target("lake");
        ServerPlan plan = withCheckpointFile(rig.plan(target, other), rig.commits.get(0));

        new TargetPositions(plan, CaptureClock.system()).set(target, StartPosition.after(rig.commits.get(1)), "ann");

        try (CaptureService service = new CaptureService(plan, rig.registry, CaptureClock.system())) {
            service.start();
            await().atMost(Rig.PATIENCE).untilAsserted(() -> {
                assertThat(target.receivedTs()).containsExactly(rig.commits.get(2));
                assertThat(other.receivedTs()).containsExactlyElementsOf(rig.commits.subList(1, 3));
            });
        }
    }

    private ServerPlan withCheckpointFile(ServerPlan plan, CommitTs value) throws IOException {
        Path file = Files.writeString(folder.resolve("binlog_checkpoint.txt"), value.value() + "\n");
        return new ServerPlan(
                plan.file(),
                plan.name(),
                plan.cluster(),
                plan.http(),
                plan.log(),
                plan.folder(),
                Optional.of(file),
                plan.sourceSql(),
                plan.targets(),
                plan.notes());
    }

    @Test
    void shouldRefuseToSetAPositionWhileTheProgramRuns() throws Exception {
        try (CaptureService service = rig.started(target)) {
            Rig.awaitState(service, "dw", TargetState.RUNNING);
            assertThatThrownBy(() -> positions.set(target, StartPosition.earliest(), "ann"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("Stop that process first");
            assertThat(positions.show(target).askedTarget()).isFalse();
        }
    }
}
