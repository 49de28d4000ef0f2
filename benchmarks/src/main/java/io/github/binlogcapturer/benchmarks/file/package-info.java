/** The file sink beside bare appends of the same bytes. */
@NullMarked
package io.github.binlogcapturer.benchmarks.file;

import org.jspecify.annotations.NullMarked;
