package io.github.binlogcapturer.sink.kafka.internal.produce;

import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class KafkaErrorTableTest {

    static Stream<Arguments> errors() {
        return Stream.of(
                arguments(ErrorClass.RETRY, new TimeoutException("late")),
                arguments(ErrorClass.RETRY, new NotEnoughReplicasException("few")),
                arguments(ErrorClass.RETRY, new UnknownTopicOrPartitionException("gone")),
                arguments(ErrorClass.REBUILD, new OutOfOrderSequenceException("order")),
                arguments(ErrorClass.REBUILD, new UnknownProducerIdException("who")),
                arguments(ErrorClass.REBUILD, new TransactionAbortedException()),
                arguments(ErrorClass.REBUILD, new KafkaException("The producer closed forcefully")),
                arguments(ErrorClass.FENCED, new ProducerFencedException("fenced")),
                arguments(
                        ErrorClass.FENCED, new KafkaException("error state", new InvalidProducerEpochException("old"))),
                arguments(ErrorClass.CONFIGURATION, new SaslAuthenticationException("password")),
                arguments(ErrorClass.CONFIGURATION, new TopicAuthorizationException("t")),
                arguments(ErrorClass.CONFIGURATION, new TransactionalIdAuthorizationException("id")),
                arguments(ErrorClass.CONFIGURATION, new UnsupportedVersionException("old")),
                arguments(
                        ErrorClass.CONFIGURATION, new KafkaException("Failed to construct", new ConfigException("x"))),
                arguments(ErrorClass.OVERSIZED, new KafkaException("no", new RecordTooLargeException("big"))),
                arguments(ErrorClass.OVERSIZED, new RecordBatchTooLargeException("big")),
                arguments(ErrorClass.FATAL, new SerializationException("no")));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void shouldTellTheClass(ErrorClass expected, Throwable error) {
        assertThat(ErrorTable.classOf(error)).isEqualTo(expected);
    }
}
