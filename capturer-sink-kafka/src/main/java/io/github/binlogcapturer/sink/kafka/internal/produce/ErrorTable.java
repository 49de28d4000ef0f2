package io.github.binlogcapturer.sink.kafka.internal.produce;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidRequiredAcksException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.jspecify.annotations.Nullable;

/** Tells the class of an error from the exceptions of Kafka's clients. Looks through causes, since a producer wraps what went wrong first. */
final class ErrorTable {

    private static final int MAX_CAUSES = 16;
    /** All that a producer says of answers such as {@code INVALID_TRANSACTION_TIMEOUT}; their own text follows. */
    private static final String REFUSED_TO_BEGIN = "Unexpected error in InitProducerIdResponse";

    /** The first one that fits decides, so a sub-class stands in front of what it extends. */
    private static final Map<Class<?>, ErrorClass> CLASSES = new LinkedHashMap<>();

    static {
        put(ErrorClass.OVERSIZED, RecordTooLargeException.class, RecordBatchTooLargeException.class);
        put(ErrorClass.FENCED, ProducerFencedException.class, InvalidProducerEpochException.class);
        put(
                ErrorClass.REBUILD,
                OutOfOrderSequenceException.class,
                InvalidPidMappingException.class,
                InvalidTxnStateException.class,
                TransactionAbortableException.class,
                UnknownServerException.class);
        put(
                ErrorClass.CONFIGURATION,
                AuthenticationException.class,
                AuthorizationException.class,
                InvalidConfigurationException.class,
                PolicyViolationException.class,
                InvalidTxnTimeoutException.class,
                InvalidRequiredAcksException.class,
                InvalidReplicationFactorException.class,
                InvalidPartitionsException.class,
                SecurityDisabledException.class,
                ConfigException.class);
        put(ErrorClass.RETRY, RetriableException.class);
        put(ErrorClass.FATAL, SerializationException.class);
    }

    private ErrorTable() {}

    private static void put(ErrorClass type, Class<?>... exceptions) {
        for (Class<?> exception : exceptions) {
            CLASSES.put(exception, type);
        }
    }

    /** Returns the class of an error. One that names no reason is the producer's own end, such as a forced close. */
    static ErrorClass classOf(Throwable error) {
        Throwable at = error;
        ErrorClass vague = null;
        for (int depth = 0; at != null && depth < MAX_CAUSES; at = at.getCause(), depth++) {
            ErrorClass found = classOfOne(at);
            if (found != null) {
                return found;
            }
            if (isEndOfProducer(at)) {
                vague = ErrorClass.REBUILD;
            }
        }
        return vague == null ? ErrorClass.FATAL : vague;
    }

    /**
     * Returns whether an error may well pass where Kafka was reached before with the same settings: names that are not resolved for a while,
     * and accounts that are not known for a while, as where servers of names and accounts are renewed.
     */
    static boolean mayPass(Throwable error) {
        Throwable at = error;
        for (int depth = 0; at != null && depth < MAX_CAUSES; at = at.getCause(), depth++) {
            if (at instanceof AuthenticationException || at instanceof ConfigException) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable ErrorClass classOfOne(Throwable error) {
        if (error.getMessage() != null && error.getMessage().startsWith(REFUSED_TO_BEGIN)) {
            return ErrorClass.CONFIGURATION;
        }
        for (Map.Entry<Class<?>, ErrorClass> entry : CLASSES.entrySet()) {
            if (entry.getKey().isInstance(error)) {
                return entry.getValue();
            }
        }
        return null;
    }

    private static boolean isEndOfProducer(Throwable error) {
        return error.getClass() == KafkaException.class
                || error instanceof TransactionAbortedException
                || error instanceof IllegalStateException;
    }
}
