/** The way from the wire to a sink, beside the same calls without a capture. */
@NullMarked
package io.github.binlogcapturer.benchmarks.source;

import org.jspecify.annotations.NullMarked;
