package io.github.binlogcapturer.server.logging;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SecretMaskTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://host:3306/shop?user=app&password=s3cret&useSSL=false",
                "jdbc:mysql://app:s3cret@host:3306/shop",
                "mysql://app:x@s3cret@host:3306/shop",
                "mysql://app:x/s3cret@host:3306/shop",
                "password=s3cret",
                "password = 's3cret' refused",
                "{\"password\": \"s3cret\", \"user\": \"app\"}",
                "ssl.keystore.password=s3cret,",
                "ssl.key-password: s3cret",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" password=\"s3cret\";",
                "Authorization: Bearer s3cret",
                "http.token: s3cret",
                "clientSecret=s3cret",
                "CREATE USER 'a'@'%' IDENTIFIED BY 's3cret'",
                "pwd=s3cret;"
            })
    void shouldMaskSecrets(String text) {
        assertThat(SecretMask.mask(text)).doesNotContain("s3cret").contains("***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Access denied for user 'app'@'10.0.0.1' (using password: YES)",
                "http://127.0.0.1:8080/ is up",
                "connect to http://host/ as user@example",
                "connect to http://host:8080/shop?user=app@example",
                "lag 3 s at shop.orders"
            })
    void shouldLeaveTheRestLegible(String text) {
        assertThat(SecretMask.mask(text).replace("***", "YES")).isEqualTo(text);
    }

    @Test
    void shouldKeepWhatIsAroundASecret() {
        assertThat(SecretMask.mask("url jdbc:mysql://h/db?password=x&a=1 failed"))
                .isEqualTo("url jdbc:mysql://h/db?password=***&a=1 failed");
    }
}
