/** What all who are measured are given: rows, keys, and streams of transactions. */
@NullMarked
package io.github.binlogcapturer.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
