/** Sends records: encoded side by side, sent in order, kept until Kafka has them, with the position where it is kept in Kafka. */
@NullMarked
package io.github.binlogcapturer.sink.kafka.internal.produce;

import org.jspecify.annotations.NullMarked;
