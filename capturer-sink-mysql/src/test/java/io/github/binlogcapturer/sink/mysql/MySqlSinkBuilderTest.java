package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.spi.ApplySettings;
import io.github.binlogcapturer.spi.VisibleOrder;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MySqlSinkBuilderTest {

    @Test
    void shouldDoWithUrlAndUser() {
        MySqlSink sink = complete().build();
        assertThat(sink.settings()).isEqualTo(ApplySettings.defaults());
        assertThat(sink.delivery()).isEqualTo(Delivery.EXACTLY_ONCE);
        assertThat(complete().deliverAtLeastOnce().build().delivery()).isEqualTo(Delivery.AT_LEAST_ONCE);
    }

    @Test
    void shouldUseOneLaneInSerialOrder() {
        assertThat(complete().order(VisibleOrder.SERIAL).build().settings().lanes())
                .isEqualTo(1);
    }

    @Test
    void shouldNameAMissingSetting() {
        assertThatThrownBy(() -> MySqlSink.builder().user("me").build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("url");
        assertThatThrownBy(() -> MySqlSink.builder().url("jdbc:mysql://db/shop").build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("user");
    }

    @Test
    void shouldNameASettingThatIsOutOfRange() {
        refuses("lanes", builder -> builder.lanes(0));
        refuses("batch", builder -> builder.batch(0, 1));
        refuses("window", builder -> builder.window(3));
        refuses("rowsPerStatement", builder -> builder.rowsPerStatement(0));
        refuses("connectTimeout", builder -> builder.connectTimeout(Duration.ZERO));
        refuses("statementTimeout", builder -> builder.statementTimeout(Duration.ofDays(2)));
        refuses("lockWait", builder -> builder.lockWait(Duration.ofSeconds(-1)));
        refuses("schemaWait", builder -> builder.schemaWait(Duration.ofSeconds(-1)));
        refuses("timeZone", builder -> builder.timeZone("Mars"));
        refuses("+08:00", builder -> builder.timeZone("Asia/Shanghai"));
        refuses("useAffectedRows", builder -> builder.property("useAffectedRows", "true"));
        refuses("useAffectedRows", builder -> builder.url("jdbc:mysql://db/x?a=1&useaffectedrows=TRUE"));
        refuses("progressTable", builder -> builder.progressTable("progress"));
        refuses("password", builder -> builder.property("password", "x"));
        refuses("dead letter", builder -> builder.rowFaults(RowFaultPolicy.deadLetterTable("letters")));
    }

    @Test
    void shouldShowNoPassword() {
        MySqlSink sink = MySqlSink.builder()
                .url("jdbc:mysql://me:s3cret@db/shop?trustCertificateKeyStorePassword=s3cret")
                .password("0ther")
                .build();
        assertThat(sink.toString()).contains("jdbc:mysql://db/shop").doesNotContain("s3cret", "0ther");
    }

    private static void refuses(String word, UnaryOperator<MySqlSinkBuilder> setting) {
        assertThatThrownBy(() -> setting.apply(complete()).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(word);
    }

    private static MySqlSinkBuilder complete() {
        return MySqlSink.builder().url("jdbc:mysql://db.example.com/shop").user("me");
    }
}
