package io.github.binlogcapturer.sink.file.internal.text;

import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.sink.file.Samples.ORDERS;
import static io.github.binlogcapturer.sink.file.Samples.delete;
import static io.github.binlogcapturer.sink.file.Samples.heartbeat;
import static io.github.binlogcapturer.sink.file.Samples.insert;
import static io.github.binlogcapturer.sink.file.Samples.order;
import static io.github.binlogcapturer.sink.file.Samples.transaction;
import static io.github.binlogcapturer.sink.file.Samples.update;
import static io.github.binlogcapturer.sink.file.Samples.upsert;
import static io.github.binlogcapturer.sink.file.Samples.widened;
import static org.assertj.core.api.Assertions.assertThat;

class JsonLineWriterTest {

    private final MessageBuffer buffer = new MessageBuffer();
    private final LineWriter lines = TextKind.JSON_LINES.writer(buffer);

    @Test
    void shouldWriteChangesAsTheFormatHasThem() throws IOException {
        Transaction transaction = transaction(
                5,
                insert(ORDERS, 1, 1, "a"),
                update(order(1, 1, "a"), order(1, 2, null)),
                upsert(ORDERS, 2, 2, "b"),
                delete(ORDERS, 1, 2, null));

        for (int i = 0; i < 4; i++) {
            lines.change(transaction, i);
        }

        assertThat(written().lines().map(line -> line.replaceAll("\"commitTs\".*\"schemaVersion\":3,", "")))
                .containsExactly(
                        "{\"type\":\"insert\",\"after\":{\"id\":1,\"n\":1,\"note\":\"a\"}}",
                        "{\"type\":\"update\",\"before\":{\"id\":1,\"n\":1,\"note\":\"a\"},"
                                + "\"after\":{\"id\":1,\"n\":2,\"note\":null}}",
                        "{\"type\":\"upsert\",\"after\":{\"id\":2,\"n\":2,\"note\":\"b\"}}",
                        "{\"type\":\"delete\",\"before\":{\"id\":1,\"n\":2,\"note\":null}}");
    }

    @Test
    void shouldWriteTransactionBoundaries() throws IOException {
        Transaction transaction = transaction(262144000, insert(ORDERS, 1, 1, "a"));

        lines.begin(transaction, true);
        lines.commit(transaction, false);

        assertThat(written()).isEqualTo("""
                        {"type":"begin","commitTs":262144000,"startTs":262143999,"txnId":2621440000,\
                        "executeTime":"2019-12-31T16:00:01Z","user":"app","changes":1}
                        {"type":"commit","commitTs":262144000,"changes":1,"complete":false}
                        """);
    }

    @Test
    void shouldWriteSchemaChangesAndHeartbeats() throws IOException {
        lines.schema(widened(9));
        lines.heartbeat(heartbeat(10));

        assertThat(written()).isEqualTo("""
                        {"type":"schema","commitTs":9,"db":"shop","table":"orders","version":4,\
                        "sql":["ALTER TABLE `shop`.`orders` ADD COLUMN `extra` int"]}
                        {"type":"heartbeat","commitTs":10}
                        """);
    }

    private String written() {
        return new String(buffer.toByteArray(), StandardCharsets.UTF_8);
    }
}
