package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.kafka.Partitioning;
import io.github.binlogcapturer.sink.kafka.RecordHeaders;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.sink.kafka.internal.record.Made.delete;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.header;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.insert;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.order;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.records;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.transaction;
import static io.github.binlogcapturer.sink.kafka.internal.record.Made.update;
import static org.assertj.core.api.Assertions.assertThat;

class ChangeRunTest {

    private static final LineFormat BY_KIND = new LineFormat(1_000, false, false);
    private static final LineFormat MIXED = new LineFormat(1_000, true, false);
    private static final Transaction THREE_KINDS = transaction(
            insert(order(1, "eu", "a")),
            insert(order(2, "eu", "a")),
            delete(order(3, "eu", "a")),
            insert(Row.of(Made.ITEMS, 1, "eu")),
            insert(Row.of(Made.ITEMS, 2, "eu")));

    @Test
    void shouldPackWhatTheFormatMixes() throws Exception {
        ProducerRecord<byte[], byte[]> made = records(
                        Made.packed(MIXED, Partitioning.fixed(0)), new FixedTopics(1), THREE_KINDS)
                .get(0);

        assertThat(made.headers().toArray())
                .extracting(h -> h.key() + "=" + RecordHeaders.text(made.headers(), h.key()))
                .containsExactly(
                        "type=packed",
                        "commit_ts=2000",
                        "start_ts=1000",
                        "txn_id=42",
                        "event_index=0",
                        "event_span=5",
                        "event_count=5",
                        "last=true");
        assertThat(made.key()).isNull();
    }

    @Test
    void shouldPackByKindWhereTheFormatDoesNotMix() throws Exception {
        assertThat(records(Made.packed(BY_KIND, Partitioning.fixed(0)), new FixedTopics(1), THREE_KINDS))
                .extracting(ChangeRunTest::place)
                .containsExactly("packed 0+2", "delete 2+null", "packed 3+2");
    }

    @Test
    void shouldTellTheSchemaVersionOfOneTable() throws Exception {
        assertThat(records(Made.packed(BY_KIND, Partitioning.fixed(0)), new FixedTopics(1), THREE_KINDS))
                .extracting(made -> header(made, RecordHeaders.SCHEMA_VERSION))
                .containsExactly("7", "7", "1");
    }

    @Test
    void shouldSendOneByOneWhereTheFormatPacksNothing() throws Exception {
        assertThat(records(Made.packed(LineFormat.plain(), Partitioning.fixed(0)), new FixedTopics(1), THREE_KINDS))
                .extracting(ChangeRunTest::place)
                .containsExactly("insert 0+null", "insert 1+null", "delete 2+null", "insert 3+null", "insert 4+null");
    }

    @Test
    void shouldPackNothingInACompactedTopic() throws Exception {
        FixedTopics topics = new FixedTopics(1).with(new Topic("all", 1, 1_000, true));

        assertThat(records(Made.packed(MIXED, Partitioning.fixed(0)), topics, THREE_KINDS))
                .hasSize(5)
                .noneMatch(made -> made.key() == null);
    }

    @Test
    void shouldHalveWhatIsTooLarge() throws Exception {
        FixedTopics topics = new FixedTopics(1).with(new Topic("all", 1, 700, false));
        List<RowChange> changes = IntStream.range(0, 32)
                .<RowChange>mapToObj(i -> insert(order(i, "eu", "note")))
                .toList();

        List<ProducerRecord<byte[], byte[]>> made =
                records(Made.packed(MIXED, Partitioning.fixed(0)), topics, transaction(changes));

        assertThat(made)
                .hasSizeBetween(4, 16)
                .allSatisfy(r -> assertThat(RecordSize.of(
                                r.key(), r.value(), List.of(r.headers().toArray())))
                        .isLessThanOrEqualTo(700));
        assertThat(halves(made)).isEqualTo(64);
    }

    @Test
    void shouldHoldEachHalfOfEachChangeOnce() throws Exception {
        long seed = Long.getLong("seed", 1);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            Transaction transaction = transaction(randomChanges(random));
            FixedTopics topics = new FixedTopics(3).with(new Topic("all", 3, 400 + random.nextInt(2_000), false));
            LineFormat format = new LineFormat(1 + random.nextInt(8), random.nextBoolean(), false);

            List<ProducerRecord<byte[], byte[]>> made =
                    records(Made.packed(format, EventRecordMakerTest.byRegionNumber()), topics, transaction);

            assertThat(halves(made))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(2L * transaction.changes().size());
            assertThat(made.stream().map(r -> RecordHeaders.id(r.headers())))
                    .as("seed %d, round %d", seed, round)
                    .doesNotHaveDuplicates();
            assertThat(made.stream().filter(r -> RecordHeaders.isLast(r.headers())))
                    .as("seed %d, round %d", seed, round)
                    .hasSize(1);
        }
    }

    private static List<RowChange> randomChanges(Random random) {
        List<RowChange> changes = new ArrayList<>();
        int count = 1 + random.nextInt(30);
        for (int i = 0; i < count; i++) {
            String region = Integer.toString(random.nextInt(3));
            changes.add(
                    switch (random.nextInt(4)) {
                        case 0 -> insert(order(i, region, "a"));
                        case 1 -> delete(order(i, region, "a"));
                        case 2 -> insert(Row.of(Made.ITEMS, i, region));
                        default -> update(order(i, region, "a"), order(i, Integer.toString(random.nextInt(3)), "b"));
                    });
        }
        return changes;
    }

    private static long halves(List<ProducerRecord<byte[], byte[]>> made) {
        return made.stream().mapToLong(r -> RecordHeaders.halves(r.headers())).sum();
    }

    private static String place(ProducerRecord<byte[], byte[]> made) {
        return header(made, RecordHeaders.TYPE) + " " + header(made, RecordHeaders.EVENT_INDEX) + "+"
                + header(made, RecordHeaders.EVENT_SPAN);
    }
}
