/** The Kafka sink beside a bare producer of the same bytes. */
@NullMarked
package io.github.binlogcapturer.benchmarks.kafka;

import org.jspecify.annotations.NullMarked;
