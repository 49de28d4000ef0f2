package io.github.binlogcapturer.server.capture;

import io.github.binlogcapturer.event.CommitTs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** No target's trouble is another's. */
class IndependenceTest {

    @TempDir
    Path folder;

    private final CountDownLatch healed = new CountDownLatch(1);
    private Rig rig;
    private TestTarget blocks;
    private TestTarget fails;
    private TestTarget fine;

    @BeforeEach
    void open() {
        rig = new Rig(folder);
        blocks = rig.target("blocks");
        fails = rig.target("fails");
        fine = rig.target("fine");
        blocks.writing = transactions -> uninterruptibly(healed);
        fails.writing = transactions -> {
            if (healed.getCount() > 0) {
                throw new IOException("the disk is full");
            }
        };
    }

    @AfterEach
    void close() {
        healed.countDown();
        rig.close();
    }

    @Test
    void shouldGiveEachTargetEverythingOnceWhateverTheOthersDo() {
        try (CaptureService service = rig.started(blocks, fails, fine)) {
            rig.commit(20);
            rig.awaitAll(fine);
            Rig.awaitState(service, "fails", TargetState.WAITING);
            assertThat(blocks.received).isEmpty();
            assertThat(Rig.status(service, "blocks").state()).isEqualTo(TargetState.RUNNING);

            healed.countDown();
            rig.awaitAll(blocks);
            rig.awaitAll(fails);
            rig.commit(5);
            rig.awaitAll(blocks);
            rig.awaitAll(fails);
            rig.awaitAll(fine);
        }
    }

    @Test
    void shouldTellOfEachFailureButKeepItFromTheOthers() {
        try (CaptureService service = rig.started(blocks, fails, fine)) {
            rig.commit(3);
            rig.awaitAll(fine);
            Rig.awaitState(service, "fails", TargetState.WAITING);

            assertThat(Rig.status(service, "fails").lastError()).contains("the disk is full");
            assertThat(Rig.status(service, "fine").lastError()).isNull();
            assertThat(Rig.status(service, "fine").restarts()).isZero();
        }
    }

    @Test
    void shouldRepeatNothingAfterARestartOfAllWithATargetThatHung() {
        try (CaptureService service = rig.started(blocks, fails, fine)) {
            rig.commit(10);
            rig.awaitAll(fine);
            Rig.awaitPosition(service, "fine", last());
        }
        blocks.writing = transactions -> {};
        fails.writing = transactions -> {};
        try (CaptureService service = rig.started(blocks, fails, fine)) {
            rig.commit(5);
            rig.awaitAll(fine);
            rig.awaitAll(fails);
            Rig.awaitPosition(service, "blocks", last());
            assertThat(blocks.receivedTs()).containsSubsequence(rig.commits);
        }
    }

    @Test
    void shouldNotWaitForATargetThatHangsWhileItIsOpened() {
        blocks.opening = transactions -> uninterruptibly(healed);
        try (CaptureService service = rig.started(blocks, fine)) {
            rig.commit(3);
            rig.awaitAll(fine);
            assertThat(Rig.status(service, "blocks").state()).isEqualTo(TargetState.STARTING);
            Rig.awaitPosition(service, "fine", last());
        }
        assertThat(healed.getCount()).as("closed although one still hangs").isEqualTo(1);
    }

    private CommitTs last() {
        return rig.commits.get(rig.commits.size() - 1);
    }

    /** As a driver that waits for a server ignores interrupts. */
    private static void uninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
