/**
 * Carries a subscriber's stream to a sink: {@link io.github.binlogcapturer.internal.apply.SinkApplier} is a client of get and ack like any
 * application.
 */
@NullMarked
package io.github.binlogcapturer.internal.apply;

import org.jspecify.annotations.NullMarked;
