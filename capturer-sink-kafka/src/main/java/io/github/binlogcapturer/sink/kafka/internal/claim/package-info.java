/** Values too large for Kafka, kept in files of a folder that writer and readers share. */
@NullMarked
package io.github.binlogcapturer.sink.kafka.internal.claim;

import org.jspecify.annotations.NullMarked;
