package io.github.binlogcapturer.sink.kafka.internal.topic;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.sink.kafka.TopicCreation;
import io.github.binlogcapturer.spi.CaptureClock;
import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class KafkaTopicsTest {

    private static final TopicCreation THREE = TopicCreation.of(3, 1);
    private static Admin admin;

    private String name = "";

    @BeforeAll
    static void connect() {
        admin = Admin.create(Map.of("bootstrap.servers", KafkaBroker.shared().bootstrapServers()));
    }

    @AfterAll
    static void disconnect() {
        admin.close();
    }

    @BeforeEach
    void name(TestInfo test) {
        name = "topics-" + test.getTestMethod().orElseThrow().getName();
    }

    @Test
    void shouldReadWhatTheTopicIs() throws Exception {
        make(4, Map.of("max.message.bytes", "12345", "cleanup.policy", "compact,delete"));

        assertThat(topics(null, true).get(name)).isEqualTo(new Topic(name, 4, 12345, true));
    }

    @Test
    void shouldRefuseATopicThatIsMissing() {
        assertThatThrownBy(() -> topics(null, true).get(name))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("Topic " + name + " is missing", "Create it", "createTopics");
    }

    @Test
    void shouldCreateATopicThatIsMissing() throws Exception {
        Topic topic =
                topics(THREE.withConfig("max.message.bytes", "54321"), true).get(name);

        assertThat(topic).isEqualTo(new Topic(name, 3, 54321, false));
    }

    @Test
    void shouldCreateASideTopicWithOnePartitionAndNoSettings() throws Exception {
        TopicCreation compacted = THREE.withConfig("cleanup.policy", "compact");
        KafkaTopics topics = new KafkaTopics(admin, compacted, Set.of(name), true, CaptureClock.system());

        assertThat(topics.get(name).partitions()).isEqualTo(1);
        assertThat(topics.get(name).compacted()).isFalse();
    }

    @Test
    void shouldLeaveTheReplicasToTheBrokers() throws Exception {
        topics(TopicCreation.of(2), true).get(name);

        TopicDescription made = Objects.requireNonNull(
                admin.describeTopics(List.of(name)).allTopicNames().get().get(name));
        assertThat(made.partitions())
                .hasSize(2)
                .allMatch(partition -> partition.replicas().size() == 1);
    }

    @Test
    void shouldTakeATopicAsItIsRatherThanCreateIt() throws Exception {
        make(2, Map.of());

        assertThat(topics(THREE, true).get(name).partitions()).isEqualTo(2);
    }

    @Test
    void shouldCreateATopicOnceForSeveralThreadsAndSinks() throws Exception {
        List<KafkaTopics> sinks = List.of(topics(THREE, true), topics(THREE, true), topics(THREE, true));
        CountDownLatch start = new CountDownLatch(1);
        List<FutureTask<Topic>> tasks = sinks.stream()
                .map(sink -> new FutureTask<>(() -> {
                    start.await();
                    return sink.get(name);
                }))
                .toList();
        tasks.forEach(task -> new Thread(task).start());
        start.countDown();

        for (FutureTask<Topic> task : tasks) {
            assertThat(task.get(60, TimeUnit.SECONDS).partitions()).isEqualTo(3);
        }
    }

    @Test
    void shouldTellWhyATopicCannotBeCreated() {
        KafkaTopics topics = new KafkaTopics(
                admin, TopicCreation.of(1, 5), Set.of(), true, new TopicAdmin(CaptureClock.system(), 0));

        assertThatThrownBy(() -> topics.get(name))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("create topic " + name, "replication");
    }

    @Test
    void shouldRefuseAnotherPartitionCountThanExpected() throws Exception {
        make(2, Map.of());
        KafkaTopics topics = topics(null, true);
        topics.expect(Map.of(name, 3));

        assertThatThrownBy(() -> topics.get(name))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(name, "2 partitions now", "had 3", "Create it again", "let all readers");
    }

    @Test
    void shouldFindThatPartitionsWereAdded() throws Exception {
        make(1, Map.of());
        KafkaTopics topics = topics(null, true);
        topics.get(name);
        topics.verify();
        grow(2);

        assertThatThrownBy(() -> verifyUntilSeen(topics))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(name, "2 partitions now", "had 1");
    }

    @Test
    void shouldFollowTheCountWhereItDoesNotMatter() throws Exception {
        make(1, Map.of());
        KafkaTopics topics = topics(null, false);
        topics.expect(Map.of(name, 9));
        topics.get(name);
        grow(2);

        verifyUntilSeen(topics);

        assertThat(topics.known()).extracting(Topic::partitions).containsExactly(2);
    }

    @Test
    void shouldKnowTopicsOfEarlierRunsOnceVerified() throws Exception {
        make(2, Map.of());
        KafkaTopics topics = topics(null, true);
        topics.expect(Map.of(name, 2, "topics-deleted-since", 2));

        topics.verify();

        assertThat(topics.known()).extracting(Topic::name).containsExactly(name);
    }

    @Test
    void shouldCreateATopicAgainThatWasDeletedUnderWay() throws Exception {
        make(2, Map.of());
        KafkaTopics topics = topics(THREE, true);
        topics.get(name);
        delete();

        topics.verify();

        assertThat(countOf(name)).isEqualTo(2);
        assertThat(topics.known()).extracting(Topic::partitions).containsExactly(2);
    }

    @Test
    void shouldRefuseToWaitForATopicThatWasDeletedUnderWay() throws Exception {
        make(2, Map.of());
        KafkaTopics topics = topics(null, true);
        topics.get(name);
        delete();

        assertThatThrownBy(topics::verify)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(name, "was deleted", "again with 2 partitions", "createTopics");
    }

    @Test
    void shouldPassOverOddAnswersWhenVerifying() throws Exception {
        AtomicReference<@Nullable Exception> odd = new AtomicReference<>();
        try (Admin failing = failing(odd)) {
            KafkaTopics topics = new KafkaTopics(failing, THREE, Set.of(), true, CaptureClock.system());
            topics.get(name);

            odd.set(new UnknownServerException("odd"));
            assertThatCode(topics::verify).doesNotThrowAnyException();
            odd.set(new TopicAuthorizationException("not you"));
            assertThatThrownBy(topics::verify)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("grant");
        }
    }

    /** Asks the broker, but answers with an error what topics are, while there is one. */
    private static Admin failing(AtomicReference<@Nullable Exception> odd) {
        return new ForwardingAdmin(
                Map.of("bootstrap.servers", KafkaBroker.shared().bootstrapServers())) {
            @Override
            public DescribeTopicsResult describeTopics(TopicCollection names, DescribeTopicsOptions options) {
                Exception error = odd.get();
                return error == null ? super.describeTopics(names, options) : new Refused(names, error);
            }
        };
    }

    private static final class Refused extends DescribeTopicsResult {

        Refused(TopicCollection names, Exception error) {
            super(null, refusals(((TopicCollection.TopicNameCollection) names).topicNames(), error));
        }

        private static Map<String, KafkaFuture<TopicDescription>> refusals(Collection<String> names, Exception error) {
            Map<String, KafkaFuture<TopicDescription>> refusals = new HashMap<>();
            for (String topic : names) {
                KafkaFutureImpl<TopicDescription> refusal = new KafkaFutureImpl<>();
                refusal.completeExceptionally(error);
                refusals.put(topic, refusal);
            }
            return refusals;
        }
    }

    @Test
    void shouldWaitForAClusterThatDoesNotAnswerUntilInterrupted() throws Exception {
        Admin nobody = nobody();
        try {
            KafkaTopics topics = new KafkaTopics(nobody, null, Set.of(), true, CaptureClock.system());
            FutureTask<Topic> asking = new FutureTask<>(() -> topics.get(name));
            Thread thread = new Thread(asking);
            thread.start();
            await().until(() -> thread.getState() != Thread.State.NEW && thread.getState() != Thread.State.RUNNABLE);
            thread.interrupt();

            assertThatThrownBy(() -> asking.get(60, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
        } finally {
            nobody.close(Duration.ZERO);
        }
    }

    @Test
    void shouldPassOverAClusterThatDoesNotAnswerWhenVerifying() {
        try (Admin nobody = nobody()) {
            KafkaTopics topics = new KafkaTopics(nobody, null, Set.of(), true, CaptureClock.system());
            topics.expect(Map.of(name, 2));

            assertThatCode(topics::verify).doesNotThrowAnyException();
            assertThat(topics.known()).isEmpty();
        }
    }

    private void make(int partitions, Map<String, String> configs) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(configs)))
                .all()
                .get();
        await().until(() -> admin.listTopics().names().get().contains(name));
    }

    private void delete() throws Exception {
        admin.deleteTopics(List.of(name)).all().get();
        await().until(() -> !admin.listTopics().names().get().contains(name));
    }

    private void grow(int partitions) throws Exception {
        admin.createPartitions(Map.of(name, NewPartitions.increaseTo(partitions)))
                .all()
                .get();
    }

    /** A broker learns a little later of what its controller has done. */
    private void verifyUntilSeen(KafkaTopics topics) throws Exception {
        await().until(() -> countOf(name) == 2);
        topics.verify();
    }

    private static int countOf(String topic) throws Exception {
        Map<String, TopicDescription> found =
                admin.describeTopics(List.of(topic)).allTopicNames().get();
        return Objects.requireNonNull(found.get(topic)).partitions().size();
    }

    private static KafkaTopics topics(@Nullable TopicCreation creation, boolean keyed) {
        return new KafkaTopics(admin, creation, Set.of(), keyed, CaptureClock.system());
    }

    private static Admin nobody() {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", "127.0.0.1:" + freePort());
        config.put("default.api.timeout.ms", 300);
        config.put("request.timeout.ms", 200);
        return Admin.create(config);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
