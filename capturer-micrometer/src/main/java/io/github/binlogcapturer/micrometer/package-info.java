/** Metrics of captures in a registry of Micrometer. */
@NullMarked
package io.github.binlogcapturer.micrometer;

import org.jspecify.annotations.NullMarked;
