/** What an event becomes on its way to Kafka: records with topic, partition, key, value and headers. */
@NullMarked
package io.github.binlogcapturer.sink.kafka.internal.record;

import org.jspecify.annotations.NullMarked;
