package io.github.binlogcapturer.internal.conflict;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ConflictDetectorTest {

    private static final int WINDOW = 64;

    private final ConflictDetector detector = new ConflictDetector(WINDOW);
    private final Predecessors found = new Predecessors();

    @Test
    void shouldDependOnTheLastOwnerOnly() {
        add(0, 0, owned(7));
        add(1, 0, owned(7, 8));
        add(2, 0, owned(7, 9));
        assertFound(0, 1);
    }

    @Test
    void shouldNotDependOnItselfNorOnOthersKeys() {
        add(0, 0, owned(1, 2, 3));
        add(1, 0, owned(4, 4, 5));
        assertFound(0);
    }

    @Test
    void shouldNameAPredecessorOnce() {
        add(0, 0, owned(1, 2, 3));
        add(1, 0, owned(1, 2, 3));
        assertFound(0, 0);
    }

    @Test
    void shouldForgetWhatIsBelowTheLowWater() {
        add(0, 0, owned(7));
        add(1, 0, owned(8));
        add(2, 1, owned(7, 8));
        assertFound(0, 1);
    }

    @Test
    void shouldLetTransactionsReferSideBySide() {
        add(0, 0, owned(7));
        add(1, 0, referred(7));
        assertFound(0, 0);
        add(2, 0, referred(7));
        assertFound(0, 0);
    }

    @Test
    void shouldDependOnASingleReferringOne() {
        add(0, 0, owned(1));
        add(1, 0, referred(7));
        add(2, 0, owned(2));
        add(3, 0, owned(7));
        assertFound(0, 1);
    }

    @Test
    void shouldWaitForAllReferringOnes() {
        add(0, 0, referred(7));
        add(1, 0, owned(1));
        add(2, 0, referred(7));
        add(3, 0, owned(2));
        add(4, 0, owned(7, 2));
        assertFound(3, 3);
    }

    @Test
    void shouldTakeAnOwnerAsStandingForThoseThatReferredBefore() {
        add(0, 0, referred(7));
        add(1, 0, referred(7));
        add(2, 0, owned(7));
        assertFound(2);
        add(3, 0, referred(7));
        assertFound(0, 2);
        add(4, 0, owned(7));
        assertFound(0, 2, 3);
    }

    @Test
    void shouldOwnAndReferToOneKey() {
        KeySet both = owned(7);
        both.addReferred(7);
        add(0, 0, both);
        assertFound(0);
        add(1, 0, both);
        assertFound(0, 0);
    }

    @Test
    void shouldPutABarrierBetweenAllBeforeAndAllAfter() {
        add(0, 0, owned(1));
        add(1, 0, owned(2));
        detector.addBarrier(2, found);
        assertFound(2);
        add(3, 0, owned(1));
        assertFound(0, 2);
        add(4, 1, owned(1));
        assertFound(0, 2, 3);
        detector.addBarrier(5, found);
        assertFound(5);
        add(6, 6, owned(9));
        assertFound(0);
    }

    @Test
    void shouldWaitForThoseEvictedFromABucket() {
        for (int i = 0; i < 9; i++) {
            add(i, 0, owned((long) (i + 1) << 40));
            assertThat(found.count()).isZero();
        }
        add(9, 0, owned(2L << 40));
        assertThat(found.waitBelow()).isGreaterThanOrEqualTo(2);
        add(10, 9, owned(50L << 40));
        assertFound(0);
    }

    @Test
    void shouldSurviveMoreKeysInATransactionThanABucketHolds() {
        LongStream keys = LongStream.rangeClosed(1, 30).map(i -> i << 40);
        add(0, 0, owned(keys.toArray()));
        assertFound(0);
        add(1, 0, owned(1L << 40));
        assertFound(1);
    }

    @Test
    void shouldEvictNobodyAliveWhereOthersAreDead() {
        add(0, 0, owned(1L << 40));
        for (int i = 1; i < 100; i++) {
            long low = Math.max(0, i - 2);
            add(i, low, owned(1L << 40, (i + 1L) << 40));
            assertFound(0, i - 1);
        }
    }

    @Test
    void shouldNeverNameALaterOneOf2To32TransactionsAgo() {
        for (long sequence = 0; sequence < 300; sequence++) {
            add(sequence, Math.max(0, sequence - 10), owned(sequence));
        }
        long first = (1L << 32) + 100;
        add(first, first, owned(1000));
        for (long key = 0; key < 300; key++) {
            long sequence = first + 1 + key;
            add(sequence, sequence - 50 > first ? sequence - 50 : first, owned(key));
            for (int i = 0; i < found.count(); i++) {
                assertThat(found.sequence(i)).isBetween(Math.max(first, sequence - 50), sequence - 1);
            }
            assertThat(found.waitBelow()).isLessThanOrEqualTo(sequence);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, (1L << 31) - 150, (1L << 32) - 150, (1L << 33) - 150})
    void shouldCoverEveryDependency(long first) {
        for (long seed = 1; seed <= 30; seed++) {
            History history = new History(seed, first);
            history.run(300);
            assertThat(history.lost).as("seed %d, first %d", seed, first).isEmpty();
        }
    }

    @Test
    void shouldFindFewFalseDependencies() {
        Random random = new Random(1);
        ConflictDetector large = new ConflictDetector(1024);
        KeySet keys = new KeySet();
        int waits = 0;
        for (int i = 0; i < 50_000; i++) {
            keys.clear();
            for (int k = 0; k < 3; k++) {
                keys.addOwned(random.nextLong());
            }
            large.add(i, keys, Math.max(0, i - 1024), found);
            waits += found.count() > 0 || found.waitBelow() > 0 ? 1 : 0;
        }
        assertThat(waits).isLessThan(150);
    }

    @Test
    void shouldCallATransactionTooLargeThatFillsTheTable() {
        KeySet keys = new KeySet();
        for (int i = 0; i < 10; i++) {
            keys.addOwned(i);
        }
        assertThat(detector.isTooLarge(keys)).isFalse();
        for (int i = 0; i < 1000; i++) {
            keys.addReferred(i);
        }
        assertThat(detector.isTooLarge(keys)).isTrue();
        assertThat(new ConflictDetector(16384).isTooLarge(keys)).isFalse();
    }

    @Test
    void shouldRefuseNumbersOutOfOrder() {
        add(5, 3, owned(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> add(5, 3, owned(1)))
                .withMessageContaining("cannot follow transaction 5");
        assertThatIllegalArgumentException().isThrownBy(() -> add(6, 7, owned(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new ConflictDetector(0));
    }

    private void add(long sequence, long lowWater, KeySet keys) {
        detector.add(sequence, keys, lowWater, found);
    }

    private void assertFound(long waitBelow, long... sequences) {
        long[] all = LongStream.range(0, found.count())
                .map(i -> found.sequence((int) i))
                .sorted()
                .toArray();
        assertThat(all).containsExactly(sequences);
        assertThat(found.waitBelow()).isEqualTo(waitBelow);
    }

    private static KeySet owned(long... hashes) {
        KeySet keys = new KeySet();
        for (long hash : hashes) {
            keys.addOwned(hash);
        }
        return keys;
    }

    private static KeySet referred(long... hashes) {
        KeySet keys = new KeySet();
        for (long hash : hashes) {
            keys.addReferred(hash);
        }
        return keys;
    }

    /** A random history against the plain definition: two transactions conflict if one owns what the other owns or refers to. */
    private static final class History {

        final List<String> lost = new ArrayList<>();
        private final Random random;
        private final long first;
        private final ConflictDetector detector;
        private final Predecessors found = new Predecessors();
        private final List<BitSet> owned = new ArrayList<>();
        private final List<BitSet> referred = new ArrayList<>();
        private final List<BitSet> waitedFor = new ArrayList<>();
        private final BitSet barriers = new BitSet();
        private final long[] hashes;
        private int lowWater;

        History(long seed, long first) {
            this.random = new Random(seed);
            this.first = first;
            this.detector = new ConflictDetector(1 + random.nextInt(8));
            // few buckets, few tags: keys overflow buckets and collide
            boolean colliding = random.nextBoolean();
            this.hashes = random.longs(1 + random.nextInt(100))
                    .map(hash -> colliding ? hash & 0x1c_0000_0000L : hash)
                    .toArray();
        }

        void run(int count) {
            for (int i = 0; i < count; i++) {
                if (random.nextInt(10) == 0) {
                    lowWater = Math.max(lowWater, i - random.nextInt(60));
                }
                BitSet waits = new BitSet();
                waits.set(0, lowWater);
                if (random.nextInt(50) == 0) {
                    detector.addBarrier(first + i, found);
                    barriers.set(i);
                    remember(new KeySet(), new BitSet(), new BitSet());
                } else {
                    addTransaction(i);
                }
                collectWaits(i, waits);
                check(i);
            }
        }

        private void addTransaction(int i) {
            KeySet keys = new KeySet();
            BitSet owns = new BitSet();
            BitSet refers = new BitSet();
            for (int k = random.nextInt(5); k > 0; k--) {
                owns.set(random.nextInt(hashes.length));
            }
            for (int k = random.nextInt(6) - 2; k > 0; k--) {
                refers.set(random.nextInt(hashes.length));
            }
            remember(keys, owns, refers);
            if (random.nextBoolean()) {
                detector.expect(keys);
            }
            detector.add(first + i, keys, first + lowWater, found);
        }

        private void remember(KeySet keys, BitSet owns, BitSet refers) {
            owns.stream().forEach(key -> keys.addOwned(hashes[key]));
            refers.stream().forEach(key -> keys.addReferred(hashes[key]));
            owned.add(owns);
            referred.add(refers);
        }

        private void collectWaits(int i, BitSet waits) {
            if (found.waitBelow() > 0) {
                assertThat(found.waitBelow()).isLessThanOrEqualTo(first + i);
                waits.set(0, (int) Math.max(0, found.waitBelow() - first));
            }
            for (int p = 0; p < found.count(); p++) {
                assertThat(found.sequence(p)).isBetween(first, first + i - 1);
                int predecessor = (int) (found.sequence(p) - first);
                waits.set(predecessor);
                waits.or(waitedFor.get(predecessor));
            }
            waitedFor.add(waits);
        }

        private void check(int i) {
            for (int j = lowWater; j < i; j++) {
                boolean conflict = barriers.get(i)
                        || barriers.get(j)
                        || owned.get(i).intersects(owned.get(j))
                        || owned.get(i).intersects(referred.get(j))
                        || referred.get(i).intersects(owned.get(j));
                if (conflict && !waitedFor.get(i).get(j)) {
                    lost.add(j + " before " + i);
                }
            }
        }
    }
}
