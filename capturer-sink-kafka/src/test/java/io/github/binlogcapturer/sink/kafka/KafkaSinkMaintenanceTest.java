package io.github.binlogcapturer.sink.kafka;

import io.github.binlogcapturer.error.CapturerException;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.SinkContext;
import io.github.binlogcapturer.spi.SinkFinding;
import io.github.binlogcapturer.testkit.kafka.KafkaBroker;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What tools are told of a sink that is not open. */
@Timeout(120)
class KafkaSinkMaintenanceTest {

    private static final TableSchema ORDERS = table("orders").primaryKey("id").build();
    private static final TableSchema LOG = table("log").build();

    private final KafkaBroker broker = KafkaBroker.shared();
    private final String topic = "m" + UUID.randomUUID();
    private final SinkContext context = new SinkContext("shop", topic);

    @Test
    void shouldFindEverythingFine() throws Exception {
        createTopic(3, Map.of());

        List<SinkFinding> findings = builder().exactlyOnce().build().check(context, List.of(ORDERS));

        assertThat(findings).allMatch(SinkFinding::ok);
        assertThat(findings).extracting(SinkFinding::what).anyMatch(what -> what.contains(broker.bootstrapServers()));
        assertThat(whatOf(findings, "Topic " + topic))
                .contains("shop.orders", "has 3 partitions", "takes records of up to 1048588 bytes");
        assertThat(whatOf(findings, "Transactional id")).contains("binlogcapturer/shop/" + topic);
    }

    @Test
    void shouldSayHowAMissingTopicIsMade() throws Exception {
        assertThat(wrong(builder())).satisfies(finding -> {
            assertThat(finding.what()).contains(topic, "is missing");
            assertThat(finding.remedy()).contains("kafka-topics.sh", "--topic " + topic, "createTopics");
        });
        List<SinkFinding> findings =
                builder().createTopics(TopicCreation.of(4)).build().check(context, List.of(ORDERS));
        assertThat(whatOf(findings, "Topic " + topic)).contains("will be created", "4");
        assertThat(findings).allMatch(SinkFinding::ok);
    }

    @Test
    void shouldFindAPartitionThatTheTopicLacks() throws Exception {
        createTopic(2, Map.of());

        assertThat(wrong(builder().partitioning(Partitioning.fixed(2))).what()).contains("names partition 2");
    }

    @Test
    void shouldFindRecordsWithoutAKeyInACompactedTopic() throws Exception {
        createTopic(1, Map.of("cleanup.policy", "compact"));

        List<SinkFinding> findings = builder().build().check(context, List.of(ORDERS, LOG));

        assertThat(findings)
                .filteredOn(finding -> !finding.ok())
                .singleElement()
                .extracting(SinkFinding::what)
                .asString()
                .contains("compacted", "shop.log")
                .doesNotContain("shop.orders");
    }

    @Test
    void shouldFindTablesThatWouldMeet() throws Exception {
        createTopic(1, Map.of());
        TopicRouter meeting = new TopicRouter() {
            @Override
            public String topic(TableName table) {
                return topic;
            }

            @Override
            public boolean isPerTable() {
                return true;
            }
        };

        List<SinkFinding> findings = builder().topics(meeting).build().check(context, List.of(ORDERS, LOG));

        assertThat(findings).anyMatch(finding -> !finding.ok() && finding.what().contains("shop.orders, shop.log"));
    }

    @Test
    void shouldFindAControlTopicThatForgets() throws Exception {
        createTopic(1, Map.of());
        String forgetful = topic + "-forgetful";
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(forgetful, 1, (short) 1)))
                    .all()
                    .get();
        }

        SinkFinding finding = wrong(builder().exactlyOnce().controlTopic(forgetful));

        assertThat(finding.what()).contains(forgetful, "cleanup.policy=delete");
        assertThat(finding.remedy()).contains("compact");
    }

    @Test
    void shouldTellBrokersThatDoNotAnswer() throws Exception {
        KafkaSink sink = KafkaSink.builder()
                .bootstrapServers("127.0.0.1:1")
                .producerProperty("request.timeout.ms", "500")
                .build();

        List<SinkFinding> findings = sink.check(context, List.of(ORDERS));

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.ok()).isFalse();
            assertThat(finding.what()).contains("127.0.0.1:1");
            assertThat(finding.remedy()).contains("bootstrapServers");
        });
    }

    @Test
    void shouldHoldNothingUnderAtLeastOnce() throws Exception {
        KafkaSink sink = builder().build();

        assertThat(sink.heldPosition(context)).isEmpty();
        sink.forgetPosition(context);
    }

    @Test
    void shouldHoldNothingAtFirst() throws Exception {
        KafkaSink sink = exact().controlTopic(topic + "-missing").build();

        assertThat(sink.heldPosition(context)).isEmpty();
        sink.forgetPosition(context);
    }

    @Test
    void shouldTellAndForgetThePosition() throws Exception {
        write(10);
        assertThat(exact().build().heldPosition(context)).contains(CommitTs.of(10));
        assertThat(exact().build().heldPosition(new SinkContext("shop", "other" + topic)))
                .isEmpty();

        exact().build().forgetPosition(context);

        assertThat(exact().build().heldPosition(context)).isEmpty();
        KafkaSink next = exact().build();
        try {
            assertThat(next.open(context)).isNull();
        } finally {
            next.close();
        }
    }

    @Test
    void shouldFenceWhoRunsWhenThePositionIsForgotten() throws Exception {
        KafkaSink running = exact().build();
        try {
            running.open(context);
            running.write(insert(10));
            running.flush(true);

            exact().build().forgetPosition(context);

            assertThatThrownBy(() -> {
                        running.write(insert(20));
                        running.flush(true);
                    })
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("has gone from topic");
        } finally {
            running.close();
        }
        assertThat(exact().build().heldPosition(context)).isEmpty();
    }

    @Test
    void shouldSayWhyThePositionCannotBeTold() {
        KafkaSink sink = KafkaSink.builder()
                .bootstrapServers("127.0.0.1:1")
                .producerProperty("request.timeout.ms", "500")
                .exactlyOnce()
                .build();

        assertThatThrownBy(() -> sink.heldPosition(context))
                .isInstanceOf(CapturerException.class)
                .hasMessageContaining("127.0.0.1:1");
    }

    private void write(long commitTs) throws Exception {
        KafkaSink sink = exact().build();
        try {
            sink.open(context);
            sink.write(insert(commitTs));
            sink.flush(true);
        } finally {
            sink.close();
        }
    }

    private SinkFinding wrong(KafkaSinkBuilder builder) throws InterruptedException {
        return builder.build().check(context, List.of(ORDERS)).stream()
                .filter(finding -> !finding.ok())
                .findFirst()
                .orElseThrow();
    }

    private static String whatOf(List<SinkFinding> findings, String begin) {
        return findings.stream()
                .map(SinkFinding::what)
                .filter(what -> what.startsWith(begin))
                .findFirst()
                .orElseThrow();
    }

    private KafkaSinkBuilder builder() {
        return KafkaSink.builder()
                .bootstrapServers(broker.bootstrapServers())
                .topics(TopicRouter.fixed(topic))
                .controlTopicReplicas(1);
    }

    private KafkaSinkBuilder exact() {
        return builder().createTopics(TopicCreation.of(1, 1)).exactlyOnce();
    }

    private void createTopic(int partitions, Map<String, String> configs) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(configs)))
                    .all()
                    .get();
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static TableSchema.Builder table(String name) {
        return TableSchema.builder(1, new TableName("shop", name))
                .column("id", ColumnType.INT64)
                .column("note", ColumnType.STRING);
    }

    private static List<BinlogEvent> insert(long commitTs) {
        Piece piece =
                new Piece(new TableName("shop", "binlog"), 0, 1, CommitTs.of(commitTs - 1), CommitTs.of(commitTs));
        RowChange change = new RowChange.Insert(Row.of(ORDERS, 1L, "a"), Statement.unknown());
        return List.of(new Transaction(commitTs, "", "", List.of(piece), List.of(change), 100));
    }
}
