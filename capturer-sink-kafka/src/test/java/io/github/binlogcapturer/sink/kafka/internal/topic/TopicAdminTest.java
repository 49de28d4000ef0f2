package io.github.binlogcapturer.sink.kafka.internal.topic;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.spi.CaptureClock;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicAdminTest {

    private final TopicAdmin admin = new TopicAdmin(CaptureClock.system(), Long.MAX_VALUE);

    @Test
    void shouldAskAgainUntilThereIsAnAnswer() throws Exception {
        Iterator<KafkaFuture<String>> answers = List.of(
                        failed(new TimeoutException("late")),
                        failed(new DisconnectException("gone")),
                        KafkaFuture.completedFuture("yes"))
                .iterator();

        assertThat(admin.ask("describe topic t", answers::next)).isEqualTo("yes");
    }

    @Test
    void shouldDoubtForAWhileWhatMayPass() throws Exception {
        Iterator<KafkaFuture<String>> answers = List.of(
                        failed(new InvalidReplicationFactorException("a broker is down")),
                        failed(new UnknownServerException("starting")),
                        KafkaFuture.completedFuture("yes"))
                .iterator();
        assertThat(admin.ask("create topic t", answers::next)).isEqualTo("yes");

        TopicAdmin impatient = new TopicAdmin(CaptureClock.system(), 0);
        assertThatThrownBy(() -> impatient.ask(
                        "create topic t", () -> failed(new InvalidReplicationFactorException("five, but have one"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("five, but have one");
    }

    @Test
    void shouldAnswerNothingForATopicThatIsMissingOrThereAlready() throws Exception {
        assertThat(admin.<String>ask("describe topic t", () -> failed(new UnknownTopicOrPartitionException("no"))))
                .isNull();
        assertThat(admin.<String>ask("create topic t", () -> failed(new TopicExistsException("yes"))))
                .isNull();
    }

    @Test
    void shouldTellWhatToDoAboutARefusal() {
        assertRefused(new TopicAuthorizationException("not you"), "not you", "grant");
        assertRefused(new AuthenticationException("who are you"), "who are you", "credentials");
        assertRefused(new InvalidTopicException("collides"), "collides", "TopicRouter");
        assertRefused(new IllegalStateException("odd"), "odd", "change the setting");
    }

    private void assertRefused(Exception cause, String... parts) {
        assertThatThrownBy(() -> admin.ask("describe topic t", () -> failed(cause)))
                .isInstanceOf(ConfigurationException.class)
                .hasCause(cause)
                .hasMessageContaining("Kafka refuses to describe topic t")
                .hasMessageContainingAll(parts);
    }

    private static KafkaFuture<String> failed(Exception cause) {
        KafkaFutureImpl<String> future = new KafkaFutureImpl<>();
        future.completeExceptionally(cause);
        return future;
    }
}
