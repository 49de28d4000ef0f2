/** What a message costs in each format. */
@NullMarked
package io.github.binlogcapturer.benchmarks.format;

import org.jspecify.annotations.NullMarked;
