package io.github.binlogcapturer.testkit.simulated;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PartitionHashTest {

    @Test
    void shouldTakeIntegersModuloThePartitions() {
        assertThat(PartitionHash.partition(17L, 5)).isEqualTo(2);
        assertThat(PartitionHash.partition(null, 5)).isZero();
        assertThat(PartitionHash.partition(-3, 1)).isZero();
    }

    @Test
    void shouldFindNoPartitionForNegativeValues() {
        assertThatThrownBy(() -> PartitionHash.partition(-3, 5))
                .isInstanceOf(StatementFailedException.class)
                .hasMessageContaining("-3");
    }

    /** Published vectors of MurmurHash3_x64_128. */
    @Test
    void shouldHashTextsByMurmur() {
        assertThat(murmur("")).isZero();
        assertThat(murmur("hello")).isEqualTo(0xcbd8a7b341bd9b02L);
        assertThat(murmur("The quick brown fox jumps over the lazy dog")).isEqualTo(0xe34bbc7bbc071b6cL);
        assertThat(PartitionHash.partition("hello", 7)).isBetween(0L, 6L);
    }

    @Test
    void shouldTakeTheLeadingDigitsOfATextAsItsKey() {
        assertThat(PartitionHash.key("42abc7")).isEqualTo(42);
        assertThat(PartitionHash.key("abc")).isZero();
        assertThat(PartitionHash.key(9)).isEqualTo(9);
    }

    private static long murmur(String text) {
        return PartitionHash.murmur(text.getBytes(StandardCharsets.UTF_8), 0);
    }
}
