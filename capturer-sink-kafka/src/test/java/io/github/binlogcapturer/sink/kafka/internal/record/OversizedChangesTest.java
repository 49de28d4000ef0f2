package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.kafka.OversizedPolicy;
import io.github.binlogcapturer.sink.kafka.Partitioning;
import io.github.binlogcapturer.sink.kafka.RecordHeaders;
import io.github.binlogcapturer.sink.kafka.TopicRouter;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topic;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.github.binlogcapturer.sink.kafka.internal.record.Made.header;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.insert;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.order;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.records;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.transaction;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.update;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OversizedChangesTest {

    private static final String LONG = "x".repeat(2_000);
    private static final Transaction LARGE =
            transaction(insert(order(1, "eu", "a")), update(order(2, "eu", LONG), order(2, "eu", "b")));

    private final FixedTopics topics = small();

    @Test
    void shouldFailWithPlaceSizeLimitAndRemedy() {
        assertThatThrownBy(() -> records(settings(OversizedPolicy.fail()), topics, LARGE))
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll(
                        "UPDATE of shop.orders",
                        "{\"id\":2}",
                        "commit ts 2000",
                        "takes 1000 only",
                        "max.message.bytes",
                        "maxMessageBytes",
                        "OversizedPolicy");
    }

    @Test
    void shouldGoByTheUsersLimitInThePlaceOfTheTopics() throws Exception {
        RecordSettings settings = new RecordSettings(
                LineFormat.plain(),
                TopicRouter.template("cdc.{db}.{table}"),
                Partitioning.primaryKey(),
                OversizedPolicy.fail(),
                10_000,
                Made.REQUEST,
                false,
                null,
                null,
                false,
                true);

        assertThat(records(settings, topics, LARGE)).hasSize(2);
    }

    @Test
    void shouldGoByTheProducersOwnLimitWhereItIsLower() throws Exception {
        FixedTopics large = new FixedTopics(4);

        ProducerRecord<byte[], byte[]> made =
                records(byRequest(OversizedPolicy.keysOnly(), 0), large, LARGE).get(1);

        assertThat(header(made, RecordHeaders.OVERSIZED)).isEqualTo("keys-only");
        assertThatThrownBy(() -> records(byRequest(OversizedPolicy.fail(), 1 << 20), large, LARGE))
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll("takes 1500 only", "max.request.size", "buffer.memory");
    }

    @Test
    void shouldSendTheKeyToDeadLettersWhereTheProducerTakesNoMore() throws Exception {
        ProducerRecord<byte[], byte[]> dead = records(
                        byRequest(OversizedPolicy.deadLetterTopic("dead"), 0), new FixedTopics(4), LARGE)
                .get(1);

        assertThat(dead.topic()).isEqualTo("dead");
        assertThat(header(dead, RecordHeaders.OVERSIZED)).isEqualTo("keys-only");
    }

    @Test
    void shouldCountTheDeadLettersAmongTheSideTopics() {
        assertThat(settings(OversizedPolicy.deadLetterTopic("dead")).sideTopics())
                .containsExactly("dead");
    }

    private static RecordSettings byRequest(OversizedPolicy policy, int maxMessageBytes) {
        return new RecordSettings(
                LineFormat.plain(),
                TopicRouter.template("cdc.{db}.{table}"),
                Partitioning.primaryKey(),
                policy,
                maxMessageBytes,
                1_500,
                false,
                null,
                null,
                false,
                true);
    }

    @Test
    void shouldSendTheKeyOnly() throws Exception {
        ProducerRecord<byte[], byte[]> made =
                records(settings(OversizedPolicy.keysOnly()), topics, LARGE).get(1);

        assertThat(value(made)).isEqualTo("UPDATE shop.orders 1/2 {id=2} {id=2}");
        assertThat(header(made, RecordHeaders.OVERSIZED)).isEqualTo("keys-only");
        assertThat(header(made, RecordHeaders.EVENT_INDEX)).isEqualTo("1");
    }

    @Test
    void shouldReduceEachKindOfChange() throws Exception {
        Row large = order(2, "eu", LONG);

        assertThat(records(
                        settings(OversizedPolicy.keysOnly()),
                        topics,
                        transaction(insert(large), Made.delete(large), new RowChange.Update(null, large, Made.SOME))))
                .extracting(Made::value)
                .containsExactly(
                        "INSERT shop.orders 0/3 null {id=2}",
                        "DELETE shop.orders 1/3 {id=2} null",
                        "UPSERT shop.orders 2/3 null {id=2}");
    }

    @Test
    void shouldFailForATableWithoutKey() {
        FixedTopics smallLog = new FixedTopics(1).with(new Topic("cdc.shop.log", 1, 1_000, false));

        assertThatThrownBy(() -> records(
                        settings(OversizedPolicy.keysOnly()),
                        smallLog,
                        transaction(insert(Row.of(Made.KEYLESS, LONG)))))
                .isInstanceOf(SinkException.class)
                .hasMessageContainingAll("shop.log", "key none", "no primary key");
    }

    @Test
    void shouldFailWhereTheKeyIsTooLargeToo() {
        FixedTopics tiny = new FixedTopics(1).with(new Topic("cdc.shop.orders", 1, 100, false));

        assertThatThrownBy(() -> records(settings(OversizedPolicy.keysOnly()), tiny, LARGE))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("primary key only");
    }

    @Test
    void shouldPointToAFileWithTheValue(@TempDir Path folder) throws Exception {
        RecordSettings settings = settings(OversizedPolicy.claimCheck(folder));
        ProducerRecord<byte[], byte[]> made = records(settings, topics, LARGE).get(1);

        String file = header(made, RecordHeaders.CLAIM_CHECK);
        assertThat(value(made)).startsWith("{\"claim_check\":\"" + file + "\",\"bytes\":2");
        assertThat(header(made, RecordHeaders.OVERSIZED)).isEqualTo("claim-check");
        assertThat(RecordHeaders.value(consumed(made), folder)).asString().contains("note=" + LONG);
        assertThat(folder).isDirectoryContaining(path -> path.endsWith(file));
    }

    @Test
    void shouldPointToTheSameFileWhenSentAgain(@TempDir Path folder) throws Exception {
        RecordSettings settings = settings(OversizedPolicy.claimCheck(folder));
        List<ProducerRecord<byte[], byte[]>> made = records(settings, topics, LARGE, LARGE);

        assertThat(value(made.get(3))).isEqualTo(value(made.get(1)));
        assertThat(made.get(3).headers()).isEqualTo(made.get(1).headers());
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void shouldSendTheWholeRecordToTheDeadLetters() throws Exception {
        List<ProducerRecord<byte[], byte[]>> made =
                records(settings(OversizedPolicy.deadLetterTopic("dead")), topics, LARGE);

        assertThat(made)
                .extracting(ProducerRecord::topic)
                .containsExactly("cdc.shop.orders", "dead", "cdc.shop.orders");
        assertThat(value(made.get(1))).contains(LONG);
        assertThat(header(made.get(1), RecordHeaders.SOURCE_TOPIC)).isEqualTo("cdc.shop.orders");
        assertThat(made)
                .extracting(r -> header(r, RecordHeaders.OVERSIZED))
                .containsExactly(null, "dead-letter", "dead-letter");
        assertThat(value(made.get(2))).isEqualTo("UPDATE shop.orders 1/2 {id=2} {id=2}");
    }

    @Test
    void shouldSendTheKeyToDeadLettersThatAreSmallToo() throws Exception {
        topics.with(new Topic("dead", 1, 1_000, false));

        ProducerRecord<byte[], byte[]> dead = records(settings(OversizedPolicy.deadLetterTopic("dead")), topics, LARGE)
                .get(1);

        assertThat(value(dead)).isEqualTo("UPDATE shop.orders 1/2 {id=2} {id=2}");
        assertThat(header(dead, RecordHeaders.OVERSIZED)).isEqualTo("keys-only");
    }

    private static RecordSettings settings(OversizedPolicy policy) {
        return Made.settings(LineFormat.plain(), Partitioning.primaryKey(), policy);
    }

    private static FixedTopics small() {
        return new FixedTopics(4).with(new Topic("cdc.shop.orders", 4, 1_000, false));
    }

    private static ConsumerRecord<byte[], byte[]> consumed(ProducerRecord<byte[], byte[]> made) {
        return new ConsumerRecord<>(
                made.topic(),
                made.partition(),
                0,
                0,
                TimestampType.CREATE_TIME,
                made.key().length,
                made.value().length,
                made.key(),
                made.value(),
                made.headers(),
                Optional.empty());
    }
}
