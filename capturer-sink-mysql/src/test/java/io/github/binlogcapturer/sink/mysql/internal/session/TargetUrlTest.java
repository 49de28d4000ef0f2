package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.error.ConfigurationException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TargetUrlTest {

    @Test
    void shouldLeaveAPlainUrlAsItIs() {
        TargetUrl url = TargetUrl.parse("jdbc:mysql://db:3306/shop?sslMode=REQUIRED");
        assertThat(url.url()).isEqualTo("jdbc:mysql://db:3306/shop?sslMode=REQUIRED");
        assertThat(url.database()).isEqualTo("shop");
        assertThat(url.password()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://me:s3cr%40t@db/shop?a=1",
                "jdbc:mysql://db/shop?user=me&a=1&password=s3cr%40t",
                "jdbc:mysql://db/shop?PASSWORD=s3cr@t&User=me&a=1"
            })
    void shouldTakeTheAccountOut(String text) {
        TargetUrl url = TargetUrl.parse(text);
        assertThat(url.url()).isEqualTo("jdbc:mysql://db/shop?a=1");
        assertThat(url.user()).isEqualTo("me");
        assertThat(Objects.requireNonNull(url.password()).value()).isEqualTo("s3cr@t");
        assertThat(url.toString()).doesNotContain("s3cr");
    }

    @Test
    void shouldShowNoParameters() {
        TargetUrl url = TargetUrl.parse("jdbc:mysql://db,other:3307/shop?clientCertificateKeyStorePassword=s3cret");
        assertThat(url.toString()).isEqualTo("jdbc:mysql://db,other:3307/shop");
        assertThat(url.parameter("clientcertificatekeystorepassword")).isEqualTo("s3cret");
        assertThat(url.parameter("other")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://me:s3cr%40t@db,me:s3cr%40t@other:3307/shop",
                "jdbc:mysql://me:s3cr%40t@db,other:3307/shop"
            })
    void shouldTakeTheAccountOffEachHost(String text) {
        TargetUrl url = TargetUrl.parse(text);
        assertThat(url.url()).isEqualTo("jdbc:mysql://db,other:3307/shop");
        assertThat(Objects.requireNonNull(url.password()).value()).isEqualTo("s3cr@t");
    }

    @Test
    void shouldTakeASlashInAPassword() {
        TargetUrl url = TargetUrl.parse("jdbc:mysql://me:s3/cret@db:3306/shop");
        assertThat(url.url()).isEqualTo("jdbc:mysql://db:3306/shop");
        assertThat(Objects.requireNonNull(url.password()).value()).isEqualTo("s3/cret");
    }

    @Test
    void shouldTakeAnAddressOfVersion6() {
        assertThat(TargetUrl.parse("jdbc:mysql://me:pw@[::1]:3306/shop").url())
                .isEqualTo("jdbc:mysql://[::1]:3306/shop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://(host=db,user=me,password=s3cret)/shop",
                "jdbc:mysql://address=(host=db)(password=s3cret)/shop",
                "jdbc:mysql://me:s3cret@(db,other)/shop",
                "jdbc:mysql://me:s3cret/1@db",
                "jdbc:mysql://me:s3cret?1@db/shop",
                "jdbc:mysql://me:1?s3cret@db/shop",
                "jdbc:mysql://me:s3,cret@db/shop",
                "jdbc:mysql://me:s3cret@db,you:s3cret@other/shop",
                "jdbc:mysql://db/shop?a=s3cret@b"
            })
    void shouldRefuseWhereASecretMayStayInTheUrl(String text) {
        assertThatThrownBy(() -> TargetUrl.parse(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("password(...)")
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    void shouldTellAUrlWithoutADatabase() {
        assertThat(TargetUrl.parse("jdbc:mariadb://db:3306").database()).isNull();
        assertThat(TargetUrl.parse("jdbc:mariadb://db:3306/?a=1").database()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://me:s3cret@db/x", "mysql://me:s3cret@db/x", "jdbc:mysql:s3cret"})
    void shouldRefuseOtherUrlsWithoutShowingThem(String text) {
        assertThatThrownBy(() -> TargetUrl.parse(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("jdbc:mysql://")
                .message()
                .doesNotContain("s3cret");
    }
}
