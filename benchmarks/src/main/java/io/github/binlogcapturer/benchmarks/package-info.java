/** Figures of this library beside other ways to do the same work: {@link io.github.binlogcapturer.benchmarks.SideBySide} measures them. */
@NullMarked
package io.github.binlogcapturer.benchmarks;

import org.jspecify.annotations.NullMarked;
