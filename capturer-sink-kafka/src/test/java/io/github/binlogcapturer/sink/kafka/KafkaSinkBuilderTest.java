package io.github.binlogcapturer.sink.kafka;

import io.github.binlogcapturer.error.ConfigurationException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class KafkaSinkBuilderTest {

    private static KafkaSinkBuilder builder() {
        return KafkaSink.builder().bootstrapServers("127.0.0.1:9092");
    }

    static Stream<Arguments> wrongSettings() {
        return Stream.of(
                wrong("bootstrapServers", builder -> builder.bootstrapServers(" ")),
                wrong("encoders", builder -> builder.encoders(-1)),
                wrong("maxMessageBytes", builder -> builder.maxMessageBytes(-1)),
                wrong("flushInterval", builder -> builder.flushInterval(Duration.ofSeconds(-1))),
                wrong("watermarks", builder -> builder.watermarks(Duration.ofDays(2))),
                wrong("schemaTopic", builder -> builder.schemaTopic("a b")),
                wrong("schemaTopic", builder -> builder.schemaTopic("..")),
                wrong("transactionTopic", builder -> builder.transactionTopic("")),
                wrong("controlTopic", builder -> builder.exactlyOnce().controlTopic("a/b")),
                wrong("controlTopicReplicas", builder -> builder.exactlyOnce().controlTopicReplicas(-1)),
                wrong("exactlyOnce", builder -> builder.exactlyOnce(" ")),
                wrong(
                        "transactionTimeout",
                        builder -> builder.exactlyOnce().transactionTimeout(Duration.ofMillis(200))),
                wrong("compression.type", builder -> builder.compression("rar")),
                wrong("linger.ms", builder -> builder.producerProperty("linger.ms", "soon")));
    }

    private static Arguments wrong(String setting, UnaryOperator<KafkaSinkBuilder> change) {
        return arguments(setting, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongSettings")
    void shouldNameTheSettingThatIsWrong(String setting, UnaryOperator<KafkaSinkBuilder> change) {
        assertThatThrownBy(() -> change.apply(builder()).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(setting);
    }

    static Stream<Arguments> meetingTopics() {
        return Stream.of(
                wrong(
                        "topics and schemaTopic",
                        b -> b.topics(TopicRouter.fixed("all")).schemaTopic("all")),
                wrong(
                        "topics and controlTopic",
                        b -> b.topics(TopicRouter.template("all")).exactlyOnce().controlTopic("all")),
                wrong(
                        "schemaTopic and transactionTopic",
                        b -> b.schemaTopic("all").transactionTopic("all")),
                wrong(
                        "transactionTopic and oversized",
                        b -> b.transactionTopic("all").oversized(OversizedPolicy.deadLetterTopic("all"))),
                wrong(
                        "oversized (dead letters) and controlTopic",
                        b -> b.exactlyOnce().controlTopic("all").oversized(OversizedPolicy.deadLetterTopic("all"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("meetingTopics")
    void shouldRefuseOneTopicForTwoUses(String settings, UnaryOperator<KafkaSinkBuilder> change) {
        assertThatThrownBy(() -> change.apply(builder()).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(settings, "topic all", "rename");
    }

    @Test
    void shouldTakeTheNameOfAControlTopicThatIsNotUsed() {
        builder().topics(TopicRouter.fixed("all")).controlTopic("all").build().close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acks",
                "enable.idempotence",
                "max.in.flight.requests.per.connection",
                "retries",
                "delivery.timeout.ms",
                "transactional.id",
                "key.serializer",
                "interceptor.classes",
                "partitioner.class"
            })
    void shouldRefuseAPropertyThatBreaksAGuarantee(String name) {
        assertThatThrownBy(() -> builder().producerProperty(name, "1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("set by the sink");
    }

    @Test
    void shouldNotShowTheValueOfAPropertyThatDoesNotFit() {
        assertThatThrownBy(() -> builder()
                        .producerProperty("sasl.login.connect.timeout.ms", "s3cret")
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("sasl.login.connect.timeout.ms", "INT")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }

    @Test
    void shouldRefuseTombstonesWithoutKeys() {
        assertThatThrownBy(() -> builder().tombstones(true).recordKeys(false).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("tombstones", "recordKeys");
    }

    @Test
    void shouldNotShowPasswords() {
        KafkaSink sink = builder()
                .producerProperty("sasl.jaas.config", "module required password=\"s3cret\";")
                .producerProperty("ssl.key.password", "s3cret")
                .build();
        assertThat(sink.toString()).isEqualTo("KafkaSink into 127.0.0.1:9092, at least once");
    }

    @Test
    void shouldRefuseToBeUsedBeforeItIsOpen() {
        KafkaSink sink = builder().exactlyOnce().build();
        assertThat(sink.isExactlyOnce()).isTrue();
        assertThatThrownBy(() -> sink.flush(true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call open first");
        sink.close();
    }
}
