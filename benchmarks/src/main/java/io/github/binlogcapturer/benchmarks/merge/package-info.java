/**
 * What merging regions and joining pieces costs, beside a priority queue, the way of BaikalDB's own capturer, and designs that were tried
 * and rejected.
 */
@NullMarked
package io.github.binlogcapturer.benchmarks.merge;

import org.jspecify.annotations.NullMarked;
