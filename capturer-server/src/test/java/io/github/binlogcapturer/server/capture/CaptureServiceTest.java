package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Transaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class CaptureServiceTest {

    @TempDir
    Path folder;

    private Rig rig;
    private TestTarget target;

    @BeforeEach
    void open() {
        rig = new Rig(folder);
        target = rig.target("dw");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldTellHowARunningTargetIs() {
        try (CaptureService service = rig.started(target)) {
            rig.commit(3);
            Rig.awaitPosition(service, "dw", rig.commits.get(2));
            await().atMost(Rig.PATIENCE).until(() -> Rig.status(service, "dw").bufferLimitBytes() > 0);

            TargetStatus status = Rig.status(service, "dw");
            assertThat(status.state()).isEqualTo(TargetState.RUNNING);
            assertThat(status.transactions()).isEqualTo(3);
            assertThat(status.changes()).isEqualTo(3);
            assertThat(status.regions()).hasSize(2);
            assertThat(status.watermark()).isNotNull();
            assertThat(status.explain()).isNotEmpty();
            assertThat(service.status().name()).isEqualTo("shop");
            await().atMost(Rig.PATIENCE).until(() -> !service.history("dw").isEmpty());
            assertThat(service.history("other")).isEmpty();
        }
    }

    @Test
    void shouldKeepATargetPausedOverARestartUntilItIsResumed() throws Exception {
        try (CaptureService service = rig.started(target)) {
            rig.commit(2);
            Rig.awaitPosition(service, "dw", rig.commits.get(1));
            service.pause("dw", "ann");
            assertThat(Rig.status(service, "dw").state()).isEqualTo(TargetState.PAUSED);
            assertThatThrownBy(() -> service.pause("dw", "ann"))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("Target \"dw\" is paused already; resume it to go on");
        }
        rig.commit(2);
        try (CaptureService service = rig.started(target)) {
            Rig.awaitState(service, "dw", TargetState.PAUSED);
            assertThat(Rig.status(service, "dw").position()).isGreaterThanOrEqualTo(rig.commits.get(1));
            assertThat(service.awaitEnd(Duration.ofMillis(10))).isFalse();
            assertThat(target.received).hasSize(2);

            service.resume("dw", "ann");
            rig.awaitAll(target);
            assertThatThrownBy(() -> service.resume("dw", "ann")).isInstanceOf(RefusedException.class);
        }
        assertThat(rig.stateFile("audit.log").lines().map(line -> line.replaceFirst("^[^\t]*\t", "")))
                .containsExactly(
                        "ann\tpause dw\tdone",
                        "ann\tpause dw\trefused: Target \"dw\" is paused already; resume it to go on",
                        "ann\tresume dw\tdone",
                        "ann\tresume dw\trefused: Target \"dw\" runs already; there is nothing to resume");
    }

    @Test
    void shouldShowHowFarAPausedTargetFallsBehind() throws Exception {
        try (CaptureService service = rig.started(target)) {
            rig.commit(1);
            Rig.awaitPosition(service, "dw", rig.commits.get(0));
            service.pause("dw", "ann");

            await().atMost(Rig.PATIENCE)
                    .untilAsserted(() -> assertThat(rig.registry.scrape())
                            .contains("capturer_checkpoint_lag_seconds{subscriber=\"dw\",target=\"dw\"}")
                            .contains("capturer_target_state{state=\"paused\",target=\"dw\"} 1.0")
                            .doesNotContain("capturer_resolved_lag_seconds{"));
            assertThat(Rig.status(service, "dw").lag()).isNotNull();
        }
        assertThat(rig.registry.scrape()).doesNotContain("target=\"dw\"");
    }

    @Test
    void shouldStayFailedWhereTryingAgainDoesNotHelp() throws Exception {
        target.opening = transactions -> {
            throw new ConfigurationException("The group is another capture's. Choose another one");
        };
        TestTarget fine = rig.target("fine");
        try (CaptureService service = rig.started(target, fine)) {
            Rig.awaitState(service, "dw", TargetState.FAILED);
            rig.commit(1);
            rig.awaitAll(fine);
            assertThat(service.awaitEnd(Duration.ofMillis(10))).isFalse();
            assertThat(service.fatalErrors())
                    .singleElement()
                    .asString()
                    .startsWith("Target \"dw\" (memory of dw): ")
                    .contains("The group is another capture's. Choose another one");
            assertThat(Rig.status(service, "dw").explain()).contains("does not mend by itself");

            target.opening = transactions -> {};
            service.resume("dw", "ann");
            rig.awaitAll(target);
        }
    }

    @Test
    void shouldEndWhenNoTargetRunsAndNoneWillByItself() throws Exception {
        target.opening = transactions -> {
            throw new ConfigurationException("The group is another capture's. Choose another one");
        };
        try (CaptureService service = rig.started(target)) {
            assertThat(service.awaitEnd(Rig.PATIENCE)).isTrue();
            assertThat(service.fatalErrors()).hasSize(1);
        }
    }

    @Test
    void shouldLeaveOutOnlyTheTransactionAtWhichATargetHasFailed() throws Exception {
        rig.commit(3);
        CommitTs poison = rig.commits.get(1);
        CommitTs behind = rig.commits.get(2);
        target.writing = transactions -> {
            refuse(transactions, poison);
            refuse(transactions, behind); // so that the position does not pass the skip before that is looked at
        };
        try (CaptureService service = rig.started(target)) {
            await().atMost(Rig.PATIENCE)
                    .until(() -> poison.equals(Rig.status(service, "dw").failedAt()));
            CommitTs other = rig.commits.get(0);
            assertThatThrownBy(() -> service.skipTransaction("dw", other, "ann"))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("has failed at commit ts " + poison.value());
            Rig.awaitState(service, "dw", TargetState.WAITING);

            service.skipTransaction("dw", poison, "ann");
            assertThat(rig.stateFile("skipped")).isEqualTo("dw\t" + poison.value() + "\n");
            assertThat(rig.stateFile("audit.log")).contains("ann\tskip " + poison.value() + " of dw\tdone");

            target.writing = transactions -> {};
            rig.commit(1);
            Rig.awaitPosition(service, "dw", rig.commits.get(3));
            await().atMost(Rig.PATIENCE)
                    .untilAsserted(() -> assertThat(rig.stateFile("skipped")).isEmpty());
            assertThat(Rig.status(service, "dw").failedAt()).isNull();
        }
    }

    private static void refuse(List<Transaction> transactions, CommitTs poison) throws IOException {
        if (transactions.stream().anyMatch(transaction -> transaction.commitTs().equals(poison))) {
            throw new IOException("no row of shop.accounts fits, in the transaction at commit ts " + poison);
        }
    }

    @Test
    void shouldRefuseToSkipWhereNothingHasFailed() {
        try (CaptureService service = rig.started(target)) {
            Rig.awaitState(service, "dw", TargetState.RUNNING);
            assertThatThrownBy(() -> service.skipTransaction("dw", rig.shop.beginning, "ann"))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("has not failed at a transaction that is known");
            assertThatThrownBy(() -> service.pause("lake", "ann"))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("There is no target \"lake\"; there are dw");
        }
    }

    @Test
    void shouldNotRunOneConfigurationTwice() {
        try (CaptureService service = rig.started(target);
                CaptureService second = rig.service(target)) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("runs already, as process "
                            + ProcessHandle.current().pid())
                    .hasMessageContaining(
                            folder.resolve("state").resolve("lock").toString());
            Rig.awaitState(service, "dw", TargetState.RUNNING);
        }
        rig.started(target).close();
    }

    @Test
    void shouldBeginWhereTheSharedFileWasEditedAndKeepItUp() {
        rig.commit(4);
        Edited file = new Edited(StartPosition.after(rig.commits.get(1)));
        rig.shared = file;
        target.held = rig.commits.get(3);
        TestTarget other = rig.target("lake");
        try (CaptureService service = rig.started(target, other)) {
            rig.commit(1);
            List<CommitTs> expected = rig.commits.subList(2, 5);
            await().atMost(Rig.PATIENCE).untilAsserted(() -> {
                assertThat(target.receivedTs()).containsExactlyElementsOf(expected);
                assertThat(other.receivedTs()).containsExactlyElementsOf(expected);
            });
            assertThat(target.held).as("its own position is forgotten").isNull();
            Rig.awaitState(service, "lake", TargetState.RUNNING);
        }
        assertThat(file.written).isGreaterThanOrEqualTo(rig.commits.get(4));
        assertThat(file.edit).isEmpty();
    }

    @Test
    void shouldKeepTheSharedFileUpWhereATargetThatWasToBeginElsewhereIsNotConfiguredAnyMore() throws Exception {
        rig.commit(1);
        StateFolder.open(Files.createDirectories(folder.resolve("state")))
                .addRepositions(List.of("removed"), StartPosition.earliest());
        Edited file = new Edited(StartPosition.earliest());
        rig.shared = file;
        try (CaptureService service = rig.started(target)) {
            Rig.awaitPosition(service, "dw", rig.commits.get(0));
        }
        assertThat(file.written).isNotNull();
    }

    @Test
    void shouldSayWhichFolderItCannotMakeAndGoOnOnceItCan() throws Exception {
        rig.commit(1);
        Path inTheWay = Files.writeString(folder.resolve("positions"), "no folder");
        try (CaptureService service = rig.started(target)) {
            await().atMost(Rig.PATIENCE)
                    .untilAsserted(() -> assertThat(Rig.status(service, "dw").lastError())
                            .contains("The folder " + inTheWay + " of checkpoint dw cannot be made. Make it"));
            Files.delete(inTheWay);
            rig.awaitAll(target);
        }
    }

    @Test
    void shouldHaveNoPositionUntilItBeginsElsewhere() throws Exception {
        rig.commit(2);
        try (CaptureService service = rig.started(target)) {
            Rig.awaitPosition(service, "dw", rig.commits.get(1));
            service.pause("dw", "ann");
        }
        rig.shared = new Edited(StartPosition.earliest());
        try (CaptureService service = rig.started(target)) {
            Rig.awaitState(service, "dw", TargetState.PAUSED);
            assertThat(Rig.status(service, "dw").position()).isNull();
        }
        assertThat(((Edited) rig.shared).written).as("what it had before").isNull();
    }

    private static final class Edited implements SharedPosition {

        private Optional<StartPosition> edit;
        private volatile @Nullable CommitTs written;

        Edited(StartPosition edit) {
            this.edit = Optional.of(edit);
        }

        @Override
        public Optional<StartPosition> edited() {
            return edit;
        }

        @Override
        public void accept() {
            edit = Optional.empty();
        }

        @Override
        public void write(CommitTs position) {
            written = position;
        }
    }
}
