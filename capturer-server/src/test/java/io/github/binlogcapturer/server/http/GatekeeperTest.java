package io.github.binlogcapturer.server.http;

import com.sun.net.httpserver.Headers;
import io.github.binlogcapturer.server.config.HttpSettings;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class GatekeeperTest {

    private final Gatekeeper open = new Gatekeeper(new HttpSettings(true, "127.0.0.1", 0, Optional.empty()));

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1:8080", "[::1]", "[::1]:8080"})
    void shouldLetInWhoCallsByALoopbackName(String host) {
        assertThat(open.refuse(headers("Host", host))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example:80", ""})
    void shouldRefuseWhoCallsByANameOfItsOwn(String host) {
        assertThat(open.refuse(headers("Host", host))).isPresent();
    }

    @Test
    void shouldRefuseWhoCallsByNoNameOrTwo() {
        Headers two = headers("Host", "localhost");
        two.add("Host", "evil.example");
        assertThat(open.refuse(new Headers())).isPresent();
        assertThat(open.refuse(two)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:9090", "http://evil.example", "null", "http://localhost:8080.evil.example", ":"
            })
    void shouldRefuseAForeignOrigin(String origin) {
        Headers headers = headers("Host", "localhost:8080");
        headers.add("Origin", origin);
        assertThat(open.refuse(headers)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "Basic secret", "Bearer secre", "Bearer secrets", "Bearer", ""})
    void shouldRefuseWhoDoesNotShowTheToken(String shown) {
        Gatekeeper guarded = new Gatekeeper(new HttpSettings(true, "0.0.0.0", 0, Optional.of("secret")));
        assertThat(guarded.refuse(headers("Authorization", shown))).hasValueSatisfying(answer -> {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.headers()).containsEntry("WWW-Authenticate", "Bearer");
        });
        assertThat(guarded.refuse(headers("Authorization", "bearer secret"))).isEmpty();
    }

    private static Headers headers(String name, String value) {
        Headers headers = new Headers();
        headers.add(name, value);
        return headers;
    }
}
