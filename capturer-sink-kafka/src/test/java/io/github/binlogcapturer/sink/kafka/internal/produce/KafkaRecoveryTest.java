package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.error.ConfigurationException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KafkaRecoveryTest {

    private final Recovery recovery = new Recovery("Kafka");

    static Stream<KafkaException> passing() {
        return Stream.of(
                new KafkaException(
                        "Failed to construct kafka producer", new ConfigException("No resolvable bootstrap urls")),
                new SaslAuthenticationException("password"));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void shouldEndWhereKafkaWasNeverReached(KafkaException failure) {
        assertThatThrownBy(() -> recovery.judge(failure)).isInstanceOf(ConfigurationException.class);
    }

    @ParameterizedTest
    @MethodSource("passing")
    void shouldWaitWhereKafkaWasReachedBefore(KafkaException failure) throws Exception {
        recovery.succeeded();
        assertThat(recovery.judge(failure)).isEqualTo(ErrorClass.RETRY);
    }

    @Test
    void shouldTellTheLastFailureUntilSomethingIsDurable() throws Exception {
        recovery.judge(new KafkaException("around", new TimeoutException("no broker")));
        assertThat(recovery.lastFailure())
                .contains("TimeoutException", "no broker")
                .doesNotContain("around");
        recovery.succeeded();
        assertThat(recovery.lastFailure()).isNull();
    }

    @Test
    void shouldEndWhereARightIsTakenAway() {
        recovery.succeeded();
        assertThatThrownBy(() -> recovery.judge(new TopicAuthorizationException("orders")))
                .isInstanceOf(ConfigurationException.class);
    }
}
