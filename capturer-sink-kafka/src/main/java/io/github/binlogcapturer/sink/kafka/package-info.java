/** Sends transactions to Kafka: in order by key, whole, at least once or exactly once. Begin at KafkaSink. */
@NullMarked
package io.github.binlogcapturer.sink.kafka;

import org.jspecify.annotations.NullMarked;
