/** The conflict detector beside other designs, which stay runnable here. */
@NullMarked
package io.github.binlogcapturer.benchmarks.conflict;

import org.jspecify.annotations.NullMarked;
