package io.github.binlogcapturer.sink.kafka;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PartitioningTest {

    private static final int COUNT = 1_000;
    private static final TableSchema ORDERS = TableSchema.builder(1, new TableName("shop", "orders"))
            .column("id", ColumnType.INT64)
            .column("region", ColumnType.STRING)
            .column("note", ColumnType.STRING)
            .primaryKey("id")
            .build();
    private static final Row ROW = Row.of(ORDERS, 1, "eu", null);
    private static final byte[] KEY = bytes("{\"id\":1}");

    @Test
    void shouldGoByKeyAsKafkaDoes() {
        assertThat(chosen(Partitioning.primaryKey(), KEY)).isEqualTo(kafkas(KEY));
    }

    @Test
    void shouldGoByTableWithoutAKey() {
        assertThat(chosen(Partitioning.primaryKey(), null))
                .isEqualTo(chosen(Partitioning.table(), KEY))
                .isEqualTo(kafkas(bytes("shop.orders")));
    }

    @Test
    void shouldGoByTransaction() {
        assertThat(chosen(Partitioning.transaction(), KEY)).isEqualTo(kafkas(bytes("12")));
    }

    @Test
    void shouldGoByColumns() {
        assertThat(chosen(Partitioning.columns("region"), KEY)).isEqualTo(kafkas(bytes("eu")));
        assertThat(chosen(Partitioning.columns("region", "id"), KEY)).isEqualTo(kafkas(bytes("eu\0001")));
        assertThat(chosen(Partitioning.columns("note"), KEY)).isEqualTo(kafkas(new byte[] {(byte) 0xff}));
    }

    @Test
    void shouldTellWhichTableLacksAColumn() {
        assertThatThrownBy(() -> chosen(Partitioning.columns("place"), KEY))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("shop.orders", "place");
    }

    @Test
    void shouldGoToAFixedPartition() {
        assertThat(chosen(Partitioning.fixed(3), KEY)).isEqualTo(3);
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> Partitioning.fixed(-1));
        assertThatIllegalArgumentException().isThrownBy(Partitioning::columns);
        assertThatIllegalArgumentException().isThrownBy(() -> TopicCreation.of(0, 1));
    }

    @Test
    void shouldSayWhatItDependsOn() {
        assertThat(Partitioning.primaryKey().dependsOnPartitionCount()).isTrue();
        assertThat(Partitioning.columns("id").dependsOnPartitionCount()).isTrue();
        assertThat(Partitioning.fixed(0).dependsOnPartitionCount()).isFalse();
        assertThat(Partitioning.transaction().dependsOnPartitionCount()).isFalse();
        assertThat(Partitioning.primaryKey().keepsUpdatesWhole()).isTrue();
        assertThat(Partitioning.columns("id").keepsUpdatesWhole()).isFalse();
    }

    private static int chosen(Partitioning partitioning, byte @Nullable [] key) {
        Piece piece = new Piece(new TableName("shop", "binlog"), 0, 5, CommitTs.of(11), CommitTs.of(12));
        Transaction transaction = new Transaction(0, "", "", List.of(piece), List.of(), 0);
        return partitioning.partition(transaction, ROW, key, COUNT);
    }

    private static int kafkas(byte[] bytes) {
        return BuiltInPartitioner.partitionForKey(bytes, COUNT);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
