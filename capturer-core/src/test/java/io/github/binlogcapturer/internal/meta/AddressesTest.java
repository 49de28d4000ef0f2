package io.github.binlogcapturer.internal.meta;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AddressesTest {

    @ParameterizedTest
    @CsvSource({"10.0.0.1:8010, 10.0.0.1:8010", "10.0.0.1:8010:0, 10.0.0.1:8010", "meta-1:8010, meta-1:8010"})
    void shouldReadLeaderWithAndWithoutIndex(String text, String address) {
        assertThat(Addresses.ofLeader(text)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0.0.0.0:0", "0.0.0.0:0:0", "10.0.0.1:0", "10.0.0.1", ":8010", "a:b:c"})
    void shouldReadNobody(String text) {
        assertThat(Addresses.ofLeader(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"meta", "meta:", ":8010", "meta:99999", "meta:80x", "http://meta:80", "a b:80"})
    void shouldRefuseWhatIsNotHostAndPort(String text) {
        assertThat(Addresses.isHostAndPort(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"meta:8010", "10.0.0.1:1", "[::1]:8010"})
    void shouldAcceptHostAndPort(String text) {
        assertThat(Addresses.isHostAndPort(text)).isTrue();
    }
}
