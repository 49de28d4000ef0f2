/** Whole captures into Kafka, from recorded and simulated clusters to the readers of others. */
@NullMarked
package io.github.binlogcapturer.sink.kafka.functional;

import org.jspecify.annotations.NullMarked;
