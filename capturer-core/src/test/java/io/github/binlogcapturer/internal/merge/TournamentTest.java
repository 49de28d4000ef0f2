package io.github.binlogcapturer.internal.merge;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TournamentTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 8, 9, 33})
    void shouldKnowTheWinnerAfterAnyUpdates(int places) {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            Tournament tournament = new Tournament(places);
            long[] keys = new long[places];
            Arrays.fill(keys, Tournament.NEVER);
            for (int step = 0; step < 200; step++) {
                int place = random.nextBoolean() ? tournament.winner() : random.nextInt(places);
                keys[place] = random.nextInt(10) == 0 ? Tournament.NEVER : random.nextInt(20);
                tournament.update(place, keys[place]);

                int best = best(keys);
                assertThat(tournament.winner())
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(best);
                assertThat(tournament.winningKey()).isEqualTo(keys[best]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 16})
    void shouldKnowHowFarTheWinnerGoesOnToWin(int places) {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            Tournament tournament = new Tournament(places);
            long[] keys = random.longs(places, 0, 30).toArray();
            IntStream.range(0, places).forEach(place -> tournament.update(place, keys[place]));
            int winner = tournament.winner();
            long limit = tournament.winsUpTo();

            if (limit < Tournament.NEVER) {
                tournament.update(winner, limit + 1);
                assertThat(tournament.winner()).as("seed %d", seed).isNotEqualTo(winner);
            }
            tournament.update(winner, limit);
            assertThat(tournament.winner()).as("seed %d", seed).isEqualTo(winner);
        }
    }

    @Test
    void shouldCompareTheSmallestAndTheLargestKeys() {
        Tournament tournament = new Tournament(2);
        tournament.update(1, 0);

        assertThat(tournament.winner()).isEqualTo(1);
        assertThat(tournament.winsUpTo()).isEqualTo(Tournament.NEVER - 1);
        tournament.update(0, 0);
        assertThat(tournament.winner()).isZero();
        assertThat(tournament.winsUpTo()).isZero();
    }

    private static int best(long[] keys) {
        int best = 0;
        for (int place = 1; place < keys.length; place++) {
            best = keys[place] < keys[best] ? place : best;
        }
        return best;
    }
}
