/** The whole path beside the sender policy of the Python original. */
@NullMarked
package io.github.binlogcapturer.benchmarks.original;

import org.jspecify.annotations.NullMarked;
