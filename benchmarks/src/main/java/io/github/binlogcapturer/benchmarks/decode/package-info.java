/** From the bytes of an entry to values, beside protobuf's own ways. */
@NullMarked
package io.github.binlogcapturer.benchmarks.decode;

import org.jspecify.annotations.NullMarked;
