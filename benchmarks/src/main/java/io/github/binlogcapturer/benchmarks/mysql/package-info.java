/** The MySQL sink beside what people write by hand, and beside other programs' ways. */
@NullMarked
package io.github.binlogcapturer.benchmarks.mysql;

import org.jspecify.annotations.NullMarked;
