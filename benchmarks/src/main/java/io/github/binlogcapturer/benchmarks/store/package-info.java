/** What the ring between the pipeline and the application costs. */
@NullMarked
package io.github.binlogcapturer.benchmarks.store;

import org.jspecify.annotations.NullMarked;
