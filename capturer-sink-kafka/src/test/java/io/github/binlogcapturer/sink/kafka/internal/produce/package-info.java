/** Tests of sending, most of them against a real broker. */
@NullMarked
package io.github.binlogcapturer.sink.kafka.internal.produce;

import org.jspecify.annotations.NullMarked;
