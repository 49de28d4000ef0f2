/** Figures of this library beside other ways to do the same work. Each class with a {@code main} prints some. */
@NullMarked
package io.github.binlogcapturer.benchmarks;

import org.jspecify.annotations.NullMarked;
