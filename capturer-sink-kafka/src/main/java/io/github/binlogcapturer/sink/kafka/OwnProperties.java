package io.github.binlogcapturer.sink.kafka;

import io.github.binlogcapturer.error.ConfigurationException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The properties of Kafka's producer that the sink sets itself, each with what to do instead. */
final class OwnProperties {

    private static final Map<String, String> REASONS = new HashMap<>();

    static {
        put("with less than all acknowledgements records could be lost", ProducerConfig.ACKS_CONFIG);
        put(
                "without it records could be lost, doubled or out of order",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                ProducerConfig.RETRIES_CONFIG);
        put(
                "a record that expires could have arrived or not; the sink waits instead, and says so",
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                ProducerConfig.MAX_BLOCK_MS_CONFIG);
        put(
                "partitions are chosen by partitioning(...)",
                ProducerConfig.PARTITIONER_CLASS_CONFIG,
                ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG);
        put(
                "records are bytes already",
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);
        put("an interceptor could change what the source has written", ProducerConfig.INTERCEPTOR_CLASSES_CONFIG);
        put("use bootstrapServers(...)", ProducerConfig.BOOTSTRAP_SERVERS_CONFIG);
        put("use compression(...)", ProducerConfig.COMPRESSION_TYPE_CONFIG);
        put("use exactlyOnce(id)", ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        put("use transactionTimeout(...)", ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
        put(
                "the outcome of a transaction must be known when the next one begins",
                ProducerConfig.TRANSACTION_TWO_PHASE_COMMIT_ENABLE_CONFIG);
    }

    private OwnProperties() {}

    private static void put(String reason, String... names) {
        for (String name : names) {
            REASONS.put(name, reason);
        }
    }

    /**
     * Does nothing if the user may set the property.
     *
     * @throws ConfigurationException if not
     */
    static void refuse(String name) {
        String reason = REASONS.get(name);
        if (reason != null) {
            throw new ConfigurationException("The producer's " + name + " is set by the sink: " + reason);
        }
    }
}
