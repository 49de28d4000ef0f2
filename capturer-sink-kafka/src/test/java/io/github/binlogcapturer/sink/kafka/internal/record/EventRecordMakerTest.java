package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Heartbeat;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.kafka.OversizedPolicy;
import io.github.binlogcapturer.sink.kafka.Partitioning;
import io.github.binlogcapturer.sink.kafka.RecordHeaders;
import io.github.binlogcapturer.sink.kafka.TopicRouter;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topic;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.sink.kafka.internal.record.Made.delete;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.header;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.insert;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.key;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.order;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.records;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.settings;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.transaction;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.update;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EventRecordMakerTest {

    private static final Statement MOVE = Statement.of("UPDATE orders SET id = 2 WHERE id = 1");

    @Test
    void shouldMakeOneRecordOfEachChange() throws Exception {
        List<ProducerRecord<byte[], byte[]>> made = records(
                settings(), new FixedTopics(4), transaction(insert(order(1, "eu", "a")), delete(order(2, "us", null))));

        assertThat(made).extracting(ProducerRecord::topic).containsOnly("cdc.shop.orders");
        assertThat(made).extracting(Made::key).containsExactly("{\"id\":1}", "{\"id\":2}");
        assertThat(made)
                .extracting(Made::value)
                .containsExactly(
                        "INSERT shop.orders 0/2 null {id=1, region=eu, note=a}",
                        "DELETE shop.orders 1/2 {id=2, region=us, note=null} null");
    }

    @Test
    void shouldTellTheTransactionInHeaders() throws Exception {
        ProducerRecord<byte[], byte[]> last = records(
                        settings(),
                        new FixedTopics(4),
                        transaction(insert(order(1, "eu", "a")), delete(order(2, "us", null))))
                .get(1);

        assertThat(last.headers().toArray())
                .extracting(h -> h.key() + "=" + RecordHeaders.text(last.headers(), h.key()))
                .containsExactly(
                        "type=delete",
                        "commit_ts=2000",
                        "start_ts=1000",
                        "txn_id=42",
                        "event_index=1",
                        "event_count=2",
                        "last=true",
                        "schema_version=7");
    }

    @Test
    void shouldMarkOnlyTheLastChangeAsLast() throws Exception {
        assertThat(records(
                        settings(),
                        new FixedTopics(4),
                        transaction(insert(order(1, "eu", "a")), insert(order(2, "eu", "a")))))
                .extracting(made -> header(made, RecordHeaders.LAST))
                .containsExactly("false", "true");
    }

    @Test
    void shouldShareHeadersWithinATransaction() throws Exception {
        List<ProducerRecord<byte[], byte[]>> made = records(
                settings(), new FixedTopics(4), transaction(insert(order(1, "eu", "a")), insert(order(2, "eu", "a"))));

        assertThat(headerOf(made.get(0))).isSameAs(headerOf(made.get(1)));
    }

    @Test
    void shouldChooseThePartitionThatKafkaChoosesForTheKey() throws Exception {
        RowChange[] changes = IntStream.range(0, 200)
                .mapToObj(i -> insert(order(i, "eu", "a")))
                .toArray(RowChange[]::new);

        assertThat(records(settings(), new FixedTopics(7), transaction(changes)))
                .allSatisfy(made ->
                        assertThat(made.partition()).isEqualTo(BuiltInPartitioner.partitionForKey(made.key(), 7)))
                .extracting(ProducerRecord::partition)
                .contains(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void shouldNameTheTableInKeysOfATopicForSeveralTables() throws Exception {
        assertThat(records(
                        Made.routed(TopicRouter.fixed("all")),
                        new FixedTopics(4),
                        transaction(insert(order(1, "eu", "a")), insert(Row.of(Made.ITEMS, 1, "eu")))))
                .extracting(Made::key)
                .containsExactly(
                        "{\"db\":\"shop\",\"table\":\"orders\",\"key\":{\"id\":1}}",
                        "{\"db\":\"shop\",\"table\":\"items\",\"key\":{\"id\":1}}");
    }

    @Test
    void shouldKeepRowsWithoutKeyInOnePartition() throws Exception {
        List<ProducerRecord<byte[], byte[]>> made = records(
                settings(),
                new FixedTopics(16),
                transaction(insert(Row.of(Made.KEYLESS, "a")), delete(Row.of(Made.KEYLESS, "b"))));

        assertThat(made).extracting(Made::key).containsOnlyNulls();
        assertThat(made)
                .extracting(ProducerRecord::partition)
                .containsOnly(made.get(0).partition());
    }

    @Test
    void shouldRefuseATableWithoutKeyInACompactedTopic() {
        FixedTopics topics = new FixedTopics(1).with(new Topic("cdc.shop.log", 1, 1000, true));

        assertThatThrownBy(() -> records(settings(), topics, transaction(insert(Row.of(Made.KEYLESS, "a")))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("cdc.shop.log", "compacted", "shop.log", "no primary key");
    }

    @Test
    void shouldRefuseTwoTablesThatMeetInOneTopic() {
        TopicRouter router = new TopicRouter() {
            @Override
            public String topic(TableName table) {
                return "same";
            }

            @Override
            public boolean isPerTable() {
                return true;
            }
        };

        assertThatThrownBy(() -> records(
                        Made.routed(router),
                        new FixedTopics(1),
                        transaction(insert(order(1, "eu", "a")), insert(Row.of(Made.ITEMS, 1, "eu")))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("shop.orders", "shop.items", "topic same");
    }

    @Test
    void shouldNameTheTableOfAMissingTopic() {
        assertThatThrownBy(() -> records(
                        Made.routed(TopicRouter.fixed("missing")),
                        new FixedTopics(1),
                        transaction(insert(order(1, "eu", "a")))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("Table shop.orders", "Topic missing is missing");
    }

    @Test
    void shouldRefuseAPartitionThatTheTopicLacks() {
        RecordSettings settings = settings(LineFormat.plain(), Partitioning.fixed(4), OversizedPolicy.fail());

        assertThatThrownBy(() -> records(settings, new FixedTopics(4), transaction(insert(order(1, "eu", "a")))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("partition 4", "cdc.shop.orders", "0 to 3");
    }

    @Test
    void shouldSplitAnUpdateThatChangesThePartition() throws Exception {
        RecordSettings settings = settings(LineFormat.plain(), byRegionNumber(), OversizedPolicy.fail());

        List<ProducerRecord<byte[], byte[]>> made = records(
                settings,
                new FixedTopics(4),
                transaction(insert(order(9, "0", "a")), update(order(1, "2", "a"), order(1, "3", "b"))));

        assertThat(made.subList(1, 3))
                .extracting(Made::value)
                .containsExactly(
                        "DELETE shop.orders 1/2 {id=1, region=2, note=a} null",
                        "INSERT shop.orders 1/2 null {id=1, region=3, note=b}");
        assertThat(made).extracting(ProducerRecord::partition).containsExactly(0, 2, 3);
        assertThat(made).extracting(r -> header(r, RecordHeaders.KEY_CHANGE)).containsExactly(null, "2000-1", "2000-1");
        assertThat(made).extracting(r -> header(r, RecordHeaders.EVENT_PART)).containsExactly(null, "0", "1");
        assertThat(made).extracting(r -> header(r, RecordHeaders.LAST)).containsExactly("false", "false", "true");
        assertThat(made).extracting(r -> header(r, RecordHeaders.TYPE)).containsExactly("insert", "delete", "insert");
    }

    @Test
    void shouldKeepAnUpdateWholeWithinItsPartition() throws Exception {
        RecordSettings settings = settings(LineFormat.plain(), byRegionNumber(), OversizedPolicy.fail());

        assertThat(records(settings, new FixedTopics(4), transaction(update(order(1, "2", "a"), order(1, "2", "b")))))
                .singleElement()
                .satisfies(made -> assertThat(header(made, RecordHeaders.TYPE)).isEqualTo("update"));
    }

    @Test
    void shouldTieTheTwoChangesOfAMovedKey() throws Exception {
        assertThat(records(
                        settings(),
                        new FixedTopics(4),
                        transaction(
                                insert(order(8, "eu", "a")),
                                new RowChange.Delete(order(1, "eu", "a"), MOVE),
                                new RowChange.Update(null, order(2, "eu", "a"), MOVE),
                                insert(order(9, "eu", "a")))))
                .extracting(made -> header(made, RecordHeaders.KEY_CHANGE))
                .containsExactly(null, "2000-1", "2000-1", null);
    }

    @Test
    void shouldNotTieWhereSeveralKeysMoved() throws Exception {
        assertThat(records(
                        settings(),
                        new FixedTopics(4),
                        transaction(
                                new RowChange.Delete(order(1, "eu", "a"), MOVE),
                                new RowChange.Delete(order(2, "eu", "a"), MOVE),
                                new RowChange.Update(null, order(3, "eu", "a"), MOVE),
                                new RowChange.Update(null, order(4, "eu", "a"), MOVE))))
                .extracting(made -> header(made, RecordHeaders.KEY_CHANGE))
                .containsOnlyNulls();
    }

    @Test
    void shouldNotTieWhatAReplaceDeleted() throws Exception {
        Statement replace = Statement.of("REPLACE INTO orders VALUES (2, 'eu', 'a')");

        assertThat(records(
                        settings(),
                        new FixedTopics(4),
                        transaction(
                                new RowChange.Delete(order(1, "eu", "a"), replace),
                                new RowChange.Update(null, order(2, "eu", "a"), replace))))
                .extracting(made -> header(made, RecordHeaders.KEY_CHANGE))
                .containsOnlyNulls();
    }

    @Test
    void shouldPutATombstoneBehindADelete() throws Exception {
        List<ProducerRecord<byte[], byte[]>> made = records(
                Made.tombstones(Partitioning.primaryKey()),
                new FixedTopics(4),
                transaction(delete(order(1, "eu", "a")), delete(Row.of(Made.KEYLESS, "a"))));

        assertThat(made)
                .extracting(r -> header(r, RecordHeaders.TYPE))
                .containsExactly("delete", "tombstone", "delete");
        assertThat(made.get(1).key()).isEqualTo(made.get(0).key());
        assertThat(made.get(1).partition()).isEqualTo(made.get(0).partition());
        assertThat(value(made.get(1))).isNull();
    }

    @Test
    void shouldPutATombstoneWhereASplitRowLeft() throws Exception {
        assertThat(records(
                        Made.tombstones(byRegionNumber()),
                        new FixedTopics(4),
                        transaction(update(order(1, "2", "a"), order(1, "3", "b")))))
                .extracting(made -> header(made, RecordHeaders.TYPE) + " " + made.partition() + " " + key(made))
                .containsExactly("delete 2 {\"id\":1}", "tombstone 2 {\"id\":1}", "insert 3 {\"id\":1}");
    }

    @Test
    void shouldUseThePartitionsThatATopicGotUnderWay() throws Exception {
        FixedTopics topics = new FixedTopics(1);
        RecordMaker maker = new RecordMakers(Made.routed(TopicRouter.fixed("all")), topics).make();
        Set<Integer> used = new TreeSet<>();
        maker.make(orders(20), (topic, made) -> used.add(made.partition()));
        assertThat(used).containsExactly(0);

        topics.with(new Topic("all", 4, FixedTopics.MAX_BYTES, false));
        maker.make(orders(40), (topic, made) -> used.add(made.partition()));

        assertThat(used).containsExactly(0, 1, 2, 3);
    }

    @Test
    void shouldGoByOnePartitionCountWithinATransaction() throws Exception {
        FixedTopics topics = new FixedTopics(1);
        RecordSettings settings = new RecordSettings(
                LineFormat.plain(),
                TopicRouter.fixed("all"),
                Partitioning.transaction(),
                OversizedPolicy.fail(),
                0,
                Made.REQUEST,
                false,
                null,
                null,
                false,
                true);
        RecordMaker maker = new RecordMakers(settings, topics).make();
        Transaction both = transaction(insert(order(1, "eu", "a")), insert(Row.of(Made.ITEMS, 1, "eu")));
        maker.make(both, (topic, made) -> {});
        Set<Integer> used = new TreeSet<>();

        maker.make(both, (topic, made) -> {
            used.add(made.partition());
            topics.with(new Topic("all", 1_000, FixedTopics.MAX_BYTES, false));
        });

        assertThat(used).containsExactly(0);
    }

    private static Transaction orders(int count) {
        return transaction(IntStream.range(0, count)
                .mapToObj(id -> insert(order(id, "eu", "a")))
                .toList());
    }

    @Test
    void shouldMakeNothingOfAHeartbeat() throws Exception {
        assertThat(records(settings(), new FixedTopics(4), new Heartbeat(CommitTs.of(3)), transaction()))
                .isEmpty();
    }

    static Partitioning byRegionNumber() {
        return (transaction, row, key, partitions) ->
                Integer.parseInt(Objects.requireNonNull(row.text("region"))) % partitions;
    }

    private static Header headerOf(ProducerRecord<byte[], byte[]> made) {
        return made.headers().lastHeader(RecordHeaders.COMMIT_TS);
    }
}
