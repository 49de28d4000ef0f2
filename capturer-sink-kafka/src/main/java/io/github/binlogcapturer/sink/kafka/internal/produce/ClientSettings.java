package io.github.binlogcapturer.sink.kafka.internal.produce;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * How clients of Kafka are set up: by the user's properties, and by what the guarantees need. No text shows the properties, since
 * there may be passwords among them. Immutable.
 */
public final class ClientSettings {

    /** For a broker that is down a week, records must not expire: the sink would not know whether they had arrived. */
    private static final int NEVER_MS = Integer.MAX_VALUE;

    /** A transaction begins while the brokers still mark the end of the last one, which is a matter of few milliseconds. */
    private static final long FIRST_RETRY_MS = 10;

    private static final int BATCH_BYTES = 256 << 10;
    private static final int LINGER_MS = 5;
    private static final long BUFFER_BYTES = 64L << 20;
    /** Below the brokers' {@code socket.request.max.bytes} of 100 MiB: a request holds a batch of each partition. */
    private static final int REQUEST_BYTES = 64 << 20;

    private final String bootstrapServers;
    private final Map<String, Object> properties;

    /**
     * @param properties the user's, none of those that are set here for the sake of the guarantees
     */
    public ClientSettings(String bootstrapServers, Map<String, String> properties) {
        this.bootstrapServers = bootstrapServers;
        this.properties = Map.copyOf(properties);
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    /**
     * Checks values, without a connection.
     *
     * @throws org.apache.kafka.common.config.ConfigException if one does not fit; names it
     */
    public void check() {
        ProducerConfig.configDef().parse(producer(null, 1));
    }

    /** Returns what a producer is made of, a transactional one where there is an id. */
    Map<String, Object> producer(@Nullable String transactionalId, int transactionTimeoutMs) {
        Map<String, Object> all = new HashMap<>();
        all.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, REQUEST_BYTES);
        all.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, FIRST_RETRY_MS);
        all.putAll(properties);
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5);
        all.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, NEVER_MS);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) NEVER_MS);
        if (transactionalId != null) {
            all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
            all.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, transactionTimeoutMs);
        }
        return all;
    }

    /** Returns what an admin client is made of. */
    Map<String, Object> admin() {
        Map<String, Object> all = those(AdminClientConfig.configNames());
        all.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return all;
    }

    /** Returns what a consumer of the control topic is made of. */
    Map<String, Object> consumer() {
        Map<String, Object> all = those(ConsumerConfig.configNames());
        all.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return all;
    }

    private Map<String, Object> those(Set<String> names) {
        Map<String, Object> all = new HashMap<>(properties);
        all.keySet().retainAll(names);
        return all;
    }

    /** Returns the servers; no property. */
    @Override
    public String toString() {
        return bootstrapServers;
    }
}
