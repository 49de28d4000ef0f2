/** Stands between the library and the metrics that a user brings: {@link io.github.binlogcapturer.internal.metrics.GuardedMetrics}. */
@NullMarked
package io.github.binlogcapturer.internal.metrics;

import org.jspecify.annotations.NullMarked;
