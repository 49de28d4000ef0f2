package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.sink.kafka.RecordHeaders;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** What all records of one version of a table have in common. Owned by one thread. */
final class TablePlan {

    private static final byte[] NO_BYTES = {};

    private final TableSchema schema;
    private final Topic topic;
    private final Header version;
    private final byte[] keyPrefix;
    private final byte[] keySuffix;
    private @Nullable TableSchema keysOnly;

    TablePlan(TableSchema schema, Topic topic, boolean ownTopic) {
        this.schema = schema;
        this.topic = topic;
        this.version = TransactionHeaders.header(RecordHeaders.SCHEMA_VERSION, schema.version());
        this.keyPrefix = ownTopic ? NO_BYTES : utf8(tableFields(schema) + ",\"key\":");
        this.keySuffix = ownTopic ? NO_BYTES : utf8("}");
        if (topic.compacted() && !isKeyed()) {
            throw new ConfigurationException(
                    "Topic " + topic.name() + " is compacted, so it takes no records without a key,"
                            + " but table " + schema.name() + " has no primary key. Send the table to a topic with"
                            + " cleanup.policy=delete, or leave it out");
        }
    }

    /** Returns the open beginning of a JSON object that names the table. */
    static String tableFields(TableSchema schema) {
        return "{\"db\":" + JsonText.quoted(schema.name().database()) + ",\"table\":"
                + JsonText.quoted(schema.name().table());
    }

    TableSchema schema() {
        return schema;
    }

    Topic topic() {
        return topic;
    }

    Header version() {
        return version;
    }

    boolean isKeyed() {
        return !schema.primaryKey().isEmpty();
    }

    void beginKey(MessageBuffer buffer) {
        buffer.write(keyPrefix, 0, keyPrefix.length);
    }

    void endKey(MessageBuffer buffer) {
        buffer.write(keySuffix, 0, keySuffix.length);
    }

    /** Returns the schema of the primary key's columns only. */
    TableSchema keysOnly() {
        TableSchema reduced = keysOnly;
        if (reduced == null) {
            reduced = schema.select(Set.of());
            keysOnly = reduced;
        }
        return reduced;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
