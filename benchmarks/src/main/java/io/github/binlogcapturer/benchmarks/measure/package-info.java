/** How to measure: interleaved rounds and their medians, growth along an axis, and what is shown of both. */
@NullMarked
package io.github.binlogcapturer.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
