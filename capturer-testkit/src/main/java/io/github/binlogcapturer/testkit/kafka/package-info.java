/** A Kafka broker within the JVM, for tests. Who uses it names the broker's jars as its own test dependencies. */
@NullMarked
package io.github.binlogcapturer.testkit.kafka;

import org.jspecify.annotations.NullMarked;
