package io.github.binlogcapturer.internal.merge;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.spi.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RegionMergerTest {

    private final List<TestToken> out = new ArrayList<>();

    @Test
    void shouldHoldAPieceUntilEveryRegionHasPassedIt() {
        RegionMerger<TestToken> merger = merger(3);
        offer(merger, 0, 20, 10);
        offer(merger, 1, 30);

        assertThat(drain(merger)).isEmpty();

        offer(merger, 2, 15);
        assertThat(drain(merger)).containsExactly(10L);
        assertThat(merger.watermarkTs()).isEqualTo(15);
    }

    @Test
    void shouldLetAPieceGoThatStandsExactlyAtAnotherRegionsWatermark() {
        RegionMerger<TestToken> merger = merger(2);
        offer(merger, 0, 10, 10);
        offer(merger, 1, 10);

        assertThat(drain(merger)).containsExactly(10L);
    }

    @Test
    void shouldKeepEqualTimestampsInRegionOrder() {
        RegionMerger<TestToken> merger = merger(3);
        offer(merger, 2, 10, 10);
        offer(merger, 0, 10, 10);
        offer(merger, 1, 10, 10);

        drain(merger);
        assertThat(out).extracting(TestToken::toString).containsExactly("0@10", "1@10", "2@10");
    }

    @Test
    void shouldNameTheRegionThatHoldsAllOthersUp() {
        RegionMerger<TestToken> merger = merger(3);
        offer(merger, 0, 50, 40);
        offer(merger, 1, 12, 12);
        offer(merger, 2, 60);

        drain(merger);
        assertThat(merger.blockedBy()).isEqualTo(TestToken.region(1));
        assertThat(merger.watermarkTs()).isEqualTo(12);
    }

    @Test
    void shouldStopAtTheMaximumAndSayHowFarItIs() {
        RegionMerger<TestToken> merger = merger(1);
        offer(merger, 0, 50, 10, 20, 30);

        assertThat(merger.drainTo((source, piece) -> out.add(piece), 2)).isEqualTo(2);
        assertThat(merger.watermarkTs()).isEqualTo(29);
        assertThat(merger.blockedBy()).isNull();
    }

    @Test
    void shouldHandOutARunWhereThereIsNoMaximum() {
        RegionMerger<TestToken> merger = merger(1);
        offer(merger, 0, 50, 10, 20, 30, 40);

        assertThat(merger.drainTo((source, piece) -> out.add(piece), Integer.MAX_VALUE))
                .isEqualTo(4);
    }

    @Test
    void shouldRefuseToBeginBelowZero() {
        assertThatThrownBy(() -> new RegionMerger<TestToken>(List.of(TestToken.region(0)), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void shouldRefuseATimestampThatGoesBackAndNameBoth() {
        RegionMerger<TestToken> merger = merger(2);
        offer(merger, 1, 500, 400);

        assertThatThrownBy(() -> offer(merger, 1, 600, 450))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("region 1")
                .hasMessageContaining("500")
                .hasMessageContaining("450");
    }

    @Test
    void shouldRefuseAWatermarkBelowItsPieces() {
        RegionMerger<TestToken> merger = merger(1);

        assertThatThrownBy(() -> offer(merger, 0, 9, 10)).isInstanceOf(DataException.class);
    }

    @Test
    void shouldWaitForARegionThatJoinsFromThenOn() {
        RegionMerger<TestToken> merger = merger(1);
        offer(merger, 0, 20, 10);
        drain(merger);
        int joined = merger.add(TestToken.region(7), merger.watermarkTs());
        offer(merger, 0, 50, 40);

        assertThat(drain(merger)).isEmpty();
        assertThat(merger.blockedBy()).isEqualTo(TestToken.region(7));
        assertThat(merger.blockingSource()).isEqualTo(joined);

        merger.offer(joined, new RegionBatch<>(List.of(TestToken.at(7, 30)), 60));
        assertThat(drain(merger)).containsExactly(30L, 40L);
        assertThat(merger.watermarkTs()).isEqualTo(50);
    }

    @Test
    void shouldRefuseARegionThatWouldJoinBehindWhatWasHandedOut() {
        RegionMerger<TestToken> merger = merger(1);
        offer(merger, 0, 20, 10);
        drain(merger);

        assertThatThrownBy(() -> merger.add(TestToken.region(7), 19))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("region 7", "20");
    }

    @Test
    void shouldKeepEqualTimestampsInRegionOrderWhereARegionOfLowerOrderJoins() {
        RegionMerger<TestToken> merger = new RegionMerger<>(List.of(TestToken.region(5), TestToken.region(6)), 1);
        int joined = merger.add(TestToken.region(2), 1);
        merger.offer(0, new RegionBatch<>(List.of(TestToken.at(5, 10), TestToken.at(5, 11)), 11));
        merger.offer(1, new RegionBatch<>(List.of(TestToken.at(6, 10), TestToken.at(6, 11)), 11));
        merger.offer(joined, new RegionBatch<>(List.of(TestToken.at(2, 10), TestToken.at(2, 11)), 11));

        drain(merger);
        assertThat(out).hasToString("[2@10, 5@10, 6@10, 2@11, 5@11, 6@11]");
    }

    @Test
    void shouldHandOutWhatARegionLeftBehindAndThenWaitForItNoMore() {
        RegionMerger<TestToken> merger = merger(2);
        offer(merger, 0, 30, 10, 30);
        offer(merger, 1, 20, 20);
        merger.remove(0);

        assertThat(drain(merger)).containsExactly(10L, 20L);
        offer(merger, 1, 90, 80);
        assertThat(drain(merger)).containsExactly(30L, 80L);
        assertThat(merger.watermarkTs()).isEqualTo(90);
    }

    @Test
    void shouldStayWhereItIsOnceNobodyIsLeft() {
        RegionMerger<TestToken> merger = merger(1);
        offer(merger, 0, 30, 10);
        merger.remove(0);

        assertThat(drain(merger)).containsExactly(10L);
        assertThat(merger.watermarkTs()).isEqualTo(30);
        assertThat(merger.blockedBy()).isNull();
        assertThat(merger.blockingSource()).isEqualTo(RegionMerger.NOBODY);
    }

    @Test
    void shouldGiveTheSortedOrderWhoeverJoinsAndLeaves() {
        for (long seed = 1; seed <= 200; seed++) {
            out.clear();
            new ChangingRegions(new Random(seed), out).run();
            List<TestToken> expected = new ArrayList<>(out);
            expected.sort(Comparator.comparingLong(TestToken::commitTs).thenComparing(TestToken::region));
            assertThat(out).as("seed %d", seed).hasToString(expected.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 16, 17, 64})
    void shouldGiveTheSortedOrderAtAnyInterleaving(int regions) {
        for (long seed = 1; seed <= 40; seed++) {
            out.clear();
            Random random = new Random(seed * 1000 + regions);
            List<List<Long>> inputs = inputs(regions, random);
            interleave(regions, inputs, random);

            List<TestToken> expected = new ArrayList<>();
            for (int i = 0; i < regions; i++) {
                for (long ts : inputs.get(i)) {
                    expected.add(TestToken.at(i, ts));
                }
            }
            expected.sort(Comparator.comparingLong(TestToken::commitTs).thenComparing(TestToken::region));
            assertThat(out).as("seed %d, %d regions", seed, regions).hasToString(expected.toString());
        }
    }

    private static List<List<Long>> inputs(int regions, Random random) {
        List<List<Long>> inputs = new ArrayList<>();
        for (int i = 0; i < regions; i++) {
            long[] ts =
                    random.longs(random.nextInt(60), 2, 200).distinct().sorted().toArray();
            inputs.add(LongStream.of(ts).boxed().toList());
        }
        return inputs;
    }

    /** Offers random parts of random regions, drains in between, and ends with a watermark above all. */
    private void interleave(int regions, List<List<Long>> inputs, Random random) {
        RegionMerger<TestToken> merger = merger(regions);
        int[] next = new int[regions];
        boolean[] finished = new boolean[regions];
        int open = regions;
        while (open > 0) {
            int region = random.nextInt(regions);
            if (finished[region]) {
                continue;
            }
            List<Long> input = inputs.get(region);
            int end = Math.min(input.size(), next[region] + random.nextInt(5));
            List<Long> part = input.subList(next[region], end);
            next[region] = end;
            finished[region] = end == input.size();
            open -= finished[region] ? 1 : 0;
            long reached = finished[region] ? 1000 : end == 0 ? 1 : input.get(end - 1);
            offer(
                    merger,
                    region,
                    reached,
                    part.stream().mapToLong(Long::longValue).toArray());
            merger.drainTo((source, piece) -> out.add(piece), 1 + random.nextInt(10));
        }
        drain(merger);
    }

    private static RegionMerger<TestToken> merger(int regions) {
        List<Region> all =
                LongStream.range(0, regions).mapToObj(TestToken::region).toList();
        return new RegionMerger<>(all, 1);
    }

    private static void offer(RegionMerger<TestToken> merger, int source, long watermark, long... commitTs) {
        List<TestToken> pieces =
                Arrays.stream(commitTs).mapToObj(ts -> TestToken.at(source, ts)).toList();
        merger.offer(source, new RegionBatch<>(pieces, watermark));
    }

    private List<Long> drain(RegionMerger<TestToken> merger) {
        int before = out.size();
        merger.drainTo((source, piece) -> out.add(piece), Integer.MAX_VALUE);
        return out.subList(before, out.size()).stream().map(TestToken::commitTs).toList();
    }
}
