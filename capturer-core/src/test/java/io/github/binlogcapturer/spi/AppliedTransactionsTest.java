package io.github.binlogcapturer.spi;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.Transaction;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AppliedTransactionsTest {

    private static final AppliedTransactions SOME = AppliedTransactions.builder()
            .add(3, 200, 220)
            .add(1, 100, 150)
            .add(2, 200, 210)
            .build();

    @Test
    void shouldTellMembersByRegionAndStart() {
        assertThat(SOME.contains(transaction(2, 200, 210))).isTrue();
        assertThat(SOME.contains(transaction(3, 200, 220))).isTrue();
        assertThat(SOME.contains(transaction(4, 200, 220))).isFalse();
        assertThat(SOME.contains(transaction(1, 200, 150))).isFalse();
        assertThat(SOME.contains(transaction(1, 101, 150))).isFalse();
        assertThat(AppliedTransactions.none().contains(transaction(1, 100, 150)))
                .isFalse();
    }

    @Test
    void shouldHoldEachOnceInWhateverOrderItIsAdded() {
        AppliedTransactions same = AppliedTransactions.builder()
                .add(2, 200, 210)
                .add(transaction(1, 100, 150))
                .add(3, 200, 220)
                .add(2, 200, 210)
                .build();

        assertThat(same).isEqualTo(SOME).hasSameHashCodeAs(SOME);
        assertThat(same.size()).isEqualTo(3);
        assertThat(same).isNotEqualTo(AppliedTransactions.none());
    }

    @Test
    void shouldForgetWhatALowWaterCovers() {
        assertThat(SOME.above(CommitTs.of(210)))
                .isEqualTo(AppliedTransactions.builder().add(3, 200, 220).build());
        assertThat(SOME.above(CommitTs.of(220)).isEmpty()).isTrue();
        assertThat(SOME.above(CommitTs.of(1))).isEqualTo(SOME);
    }

    @Test
    void shouldJoinSets() {
        AppliedTransactions other =
                AppliedTransactions.builder().add(2, 200, 210).add(9, 900, 901).build();

        assertThat(SOME.union(other).size()).isEqualTo(4);
        assertThat(SOME.union(other)).isEqualTo(other.union(SOME));
        assertThat(SOME.union(AppliedTransactions.none())).isEqualTo(SOME);
    }

    @Test
    void shouldComeBackFromBytes() {
        long seed = Long.getLong("seed", 1);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            AppliedTransactions.Builder builder = AppliedTransactions.builder();
            long base = random.nextLong() >>> 2;
            for (int i = random.nextInt(50); i > 0; i--) {
                long start = base + random.nextInt(1 << 20);
                builder.add(random.nextLong() >>> random.nextInt(64), start, start + random.nextInt(1 << 20));
            }
            AppliedTransactions set = builder.build();
            assertThat(AppliedTransactions.parse(set.toBytes()))
                    .as("seed %d", seed)
                    .isEqualTo(set);
        }
        assertThat(AppliedTransactions.parse(AppliedTransactions.none().toBytes())
                        .isEmpty())
                .isTrue();
        assertThat(AppliedTransactions.parse(new byte[0]).isEmpty()).isTrue();
    }

    @Test
    void shouldTakeAboutTenBytesForEach() {
        AppliedTransactions.Builder builder = AppliedTransactions.builder();
        for (int i = 0; i < 1000; i++) {
            long start = (1_700_000_000_000L + i) << 18;
            builder.add(4000, start, start + (3L << 18));
        }

        assertThat(builder.build().toBytes()).hasSizeLessThan(10_100);
    }

    @Test
    void shouldRefuseDamagedBytes() {
        byte[] bytes = SOME.toBytes();
        for (int length = 1; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> AppliedTransactions.parse(cut))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("damaged");
        }
        assertThatThrownBy(() -> AppliedTransactions.parse(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void shouldRefuseBytesOfALaterRelease() {
        assertThatThrownBy(() -> AppliedTransactions.parse(new byte[] {2, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("format 2");
    }

    private static Transaction transaction(long regionId, long startTs, long commitTs) {
        Piece piece =
                new Piece(new TableName("shop", "binlog"), 0, regionId, CommitTs.of(startTs), CommitTs.of(commitTs));
        return new Transaction(1, "", "", List.of(piece), List.of(), 10);
    }
}
