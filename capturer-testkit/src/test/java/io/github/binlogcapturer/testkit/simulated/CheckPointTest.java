package io.github.binlogcapturer.testkit.simulated;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CheckPointTest {

    private final CheckPoint state = new CheckPoint();

    @BeforeEach
    void begin() {
        state.fake(100);
    }

    @Test
    void shouldBeginWithTheFirstFakeAndIgnoreAllBefore() {
        CheckPoint fresh = new CheckPoint();
        fresh.prewrite(10);
        fresh.finish(20, 10);
        assertThat(fresh.check()).isEqualTo(CheckPoint.BRAND_NEW);
        assertThat(fresh.oldest()).isEqualTo(CheckPoint.BRAND_NEW);

        fresh.fake(30);

        assertThat(fresh.check()).isEqualTo(30);
        assertThat(fresh.oldest()).isEqualTo(30);
    }

    @Test
    void shouldMoveToAFakeWhenNothingWaits() {
        state.fake(110);

        assertThat(state.check()).isEqualTo(110);
    }

    @Test
    void shouldIgnoreAFakeAtOrBelowTheCheckPoint() {
        state.fake(100);
        state.fake(90);

        assertThat(state.check()).isEqualTo(100);
        assertThat(state.maxTs()).isEqualTo(100);
    }

    @Test
    void shouldStopAtAPrewriteUntilItEnds() {
        state.prewrite(110);
        state.fake(120);
        assertThat(state.check()).isEqualTo(110);

        state.finish(125, 110);

        assertThat(state.check()).isEqualTo(125);
    }

    @Test
    void shouldStopAtTheNextPrewriteAndDropTheFakesBefore() {
        state.prewrite(110);
        state.fake(115);
        state.prewrite(120);
        state.fake(130);

        state.finish(140, 110);

        assertThat(state.check()).isEqualTo(120);
    }

    @Test
    void shouldMoveBackwardsForALatePrewriteAndReturnAfterIt() {
        state.fake(200);

        state.prewrite(150);
        assertThat(state.check()).isEqualTo(150);
        state.finish(210, 150);

        assertThat(state.check()).isEqualTo(210);
    }

    @Test
    void shouldReturnToTheLargestTsAfterARollback() {
        state.fake(200);
        state.prewrite(150);

        state.finish(150, 150);

        assertThat(state.check()).isEqualTo(200);
    }

    @Test
    void shouldIgnoreTheEndOfWhatDoesNotWait() {
        state.finish(150, 140);
        state.finish(-1, -1);
        state.finish(160, 90);

        assertThat(state.check()).isEqualTo(100);
        assertThat(state.maxTs()).isEqualTo(100);
    }

    @Test
    void shouldIgnoreTheSecondCommitOfATransaction() {
        state.prewrite(110);
        state.finish(120, 110);
        state.prewrite(130);

        state.finish(140, 110);

        assertThat(state.check()).isEqualTo(130);
    }

    @Test
    void shouldBuildAPeerWhoseHistoryBeginsWithWhatWasAppliedLast() {
        state.prewrite(110);
        state.fake(120);

        CheckPoint built = state.snapshot();

        assertThat(built.oldest()).isEqualTo(120);
        assertThat(built.check()).isEqualTo(110);
        built.finish(130, 110);
        assertThat(built.check()).isEqualTo(130);
        assertThat(state.check()).isEqualTo(110);
    }
}
