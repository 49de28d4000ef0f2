/**
 * Other people's readers of our formats, for the tests of this module and of the sinks:
 * {@link io.github.binlogcapturer.format.testing.FlinkReaders} reads with Flink's deserialisers.
 */
@NullMarked
package io.github.binlogcapturer.format.testing;

import org.jspecify.annotations.NullMarked;
