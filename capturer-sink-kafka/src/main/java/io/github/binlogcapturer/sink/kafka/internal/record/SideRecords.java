package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.error.SinkException;
import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.SchemaChange;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.sink.kafka.RecordHeaders;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Makes the records beside those of changes. A changed schema has the table as its key and the format's message, or where the format has none,
 * a JSON object of our own. Begins and ends have the transaction as their key.
 */
final class SideRecords {

    private final RecordSettings settings;
    private final TableTopics topics;
    private final RecordEncoder encoder;

    SideRecords(RecordSettings settings, TableTopics topics, RecordEncoder encoder) {
        this.settings = settings;
        this.topics = topics;
        this.encoder = encoder;
    }

    void schema(SchemaChange change, RecordMaker.Output out) throws InterruptedException {
        String name = settings.schemaTopic();
        if (name == null) {
            return;
        }
        byte[] formatted = encoder.schema(change);
        List<Header> headers = new ArrayList<>();
        headers.add(TransactionHeaders.header(RecordHeaders.TYPE, RecordHeaders.SCHEMA));
        headers.add(TransactionHeaders.commitTs(change.commitTs()));
        headers.add(TransactionHeaders.header(
                RecordHeaders.SCHEMA_VERSION, change.after().version()));
        send(
                name,
                "The schema of " + change.after().name(),
                TablePlan.tableFields(change.after()) + "}",
                formatted != null ? formatted : json(change).getBytes(StandardCharsets.UTF_8),
                headers,
                out);
    }

    void begin(Transaction transaction, TransactionHeaders headers, RecordMaker.Output out)
            throws InterruptedException {
        if (settings.transactionTopic() != null) {
            edge(transaction, RecordHeaders.BEGIN, encoder.begin(transaction), headers, out);
        }
    }

    /**
     * Adds the end of a transaction.
     *
     * @throws ConfigurationException if the format has no such message
     */
    void end(Transaction transaction, TransactionHeaders headers, RecordMaker.Output out) throws InterruptedException {
        if (settings.transactionTopic() == null) {
            return;
        }
        byte[] value = encoder.end(transaction);
        if (value == null) {
            throw new ConfigurationException(
                    "The format " + settings.format().name() + " has no messages of begins and ends, so"
                            + " there is nothing to send to topic " + settings.transactionTopic()
                            + "; leave transactionTopic out, or take a format that has them");
        }
        edge(transaction, RecordHeaders.END, value, headers, out);
    }

    private void edge(
            Transaction transaction,
            String type,
            byte @Nullable [] value,
            TransactionHeaders transactionHeaders,
            RecordMaker.Output out)
            throws InterruptedException {
        String name = settings.transactionTopic();
        if (name == null || value == null) {
            return;
        }
        List<Header> headers = new ArrayList<>();
        transactionHeaders.addEdge(type, headers);
        // as DebeziumJson names it in its transaction blocks
        String id = transaction.commitTs().value() + ":" + transaction.startTs().value();
        send(name, "The " + type + " of transactions", "{\"id\":\"" + id + "\"}", value, headers, out);
    }

    private void send(
            String name, String what, String keyText, byte[] value, List<Header> headers, RecordMaker.Output out)
            throws InterruptedException {
        Topic topic = topics.find(name, what);
        byte[] key = keyText.getBytes(StandardCharsets.UTF_8);
        long size = RecordSize.of(key, value, headers);
        if (size > settings.limitOf(topic)) {
            throw new SinkException(what + " (" + keyText + ") takes " + size + " bytes as a record, but topic " + name
                    + " takes " + settings.limitOf(topic) + " only; raise " + settings.limitSetting(topic));
        }
        int partition = topic.partitionOf(key);
        out.add(topic, new ProducerRecord<>(name, partition, null, key, value, headers));
    }

    private static String json(SchemaChange change) {
        return "{\"type\":\"schema\",\"commitTs\":" + change.commitTs().value() + ','
                + TablePlan.tableFields(change.after()).substring(1) + ",\"schemaVersion\":"
                + change.after().version() + ",\"sql\":" + texts(change.sql())
                + ",\"primaryKey\":"
                + texts(change.after().primaryKey().stream().map(Column::name).toList()) + ",\"columns\":"
                + change.after().columns().stream().map(SideRecords::json).collect(Collectors.joining(",", "[", "]"))
                + '}';
    }

    private static String json(Column column) {
        return "{\"name\":" + JsonText.quoted(column.name()) + ",\"type\":" + JsonText.quoted(column.sqlType())
                + ",\"nullable\":" + column.nullable() + '}';
    }

    private static String texts(Collection<String> texts) {
        return texts.stream().map(JsonText::quoted).collect(Collectors.joining(",", "[", "]"));
    }
}
