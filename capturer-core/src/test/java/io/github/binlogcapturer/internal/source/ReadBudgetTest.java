package io.github.binlogcapturer.internal.source;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReadBudgetTest {

    private static final long TARGET = 8 << 20;

    private final ReadBudget budget = new ReadBudget(1000, TARGET);

    @Test
    void shouldBeginAsConfigured() {
        assertThat(budget.rows()).isEqualTo(1000);
    }

    @Test
    void shouldHalveDownToOne() {
        budget.halve();
        assertThat(budget.rows()).isEqualTo(500);

        for (int i = 0; i < 20; i++) {
            budget.halve();
        }
        assertThat(budget.rows()).isEqualTo(1);
    }

    @Test
    void shouldGrowWhenAnswersAreSmallAndUsedUp() {
        budget.answered(1000, 100_000);

        assertThat(budget.rows()).isEqualTo(2000);
    }

    @Test
    void shouldStayWhenRegionHadNoMore() {
        budget.answered(10, 1_000);

        assertThat(budget.rows()).isEqualTo(1000);
    }

    @Test
    void shouldGrowOnlyAsFarAsAnswersFit() {
        budget.answered(1000, TARGET * 2 / 3);

        assertThat(budget.rows()).isBetween(1001, 1500);
    }

    @Test
    void shouldShrinkToWhatFits() {
        budget.answered(1000, TARGET * 4);

        assertThat(budget.rows()).isEqualTo(250);
    }

    @Test
    void shouldAskForOneWhenOneTransactionIsTooLarge() {
        budget.answered(1, TARGET * 12);

        assertThat(budget.rows()).isEqualTo(1);
    }

    @Test
    void shouldNotGrowBeyondMultipleOfFirstNumber() {
        for (int i = 0; i < 100; i++) {
            budget.answered(budget.rows(), budget.rows());
        }

        assertThat(budget.rows()).isEqualTo(16_000);
    }

    @Test
    void shouldCreepWhereItFailedBefore() {
        budget.halve();

        budget.answered(500, 5_000);

        assertThat(budget.rows()).isEqualTo(562);
    }

    @Test
    void shouldRecoverFromOne() {
        for (int i = 0; i < 20; i++) {
            budget.halve();
        }
        for (int i = 0; i < 200; i++) {
            budget.answered(budget.rows(), budget.rows() * 100L);
        }

        assertThat(budget.rows()).isEqualTo(16_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldStayWithinBoundsWhateverComes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            if (random.nextInt(10) == 0) {
                budget.halve();
            } else {
                budget.answered(random.nextInt(20_000), random.nextLong(1L << 40));
            }
            assertThat(budget.rows()).as("step %d, seed %d", i, seed).isBetween(1, 16_000);
        }
    }

    @Test
    void shouldRefuseSenselessSettings() {
        assertThatThrownBy(() -> new ReadBudget(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReadBudget(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldShrinkByHowMuchAnswerWasTooLarge() {
        ReadBudget budget = new ReadBudget(1000, 1000);
        budget.tooLarge(10_000);

        assertThat(budget.rows()).isEqualTo(100);
    }

    @Test
    void shouldAskForOneRowWhereFewerDidNotHelp() {
        ReadBudget budget = new ReadBudget(1000, 1000);
        budget.tooLarge(10_000);
        budget.tooLarge(10_000);
        assertThat(budget.rows()).isEqualTo(1);

        budget.answered(1, 10);
        assertThat(budget.rows()).isEqualTo(2);
    }
}
