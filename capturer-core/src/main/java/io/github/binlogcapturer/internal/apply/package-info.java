/**
 * Carries a subscriber's stream to a sink: an {@link io.github.binlogcapturer.internal.apply.Applier} is a client of get and ack like any
 * application.
 *
 * <p>For a sink of several lanes, the running thread gets batches, finds out which transactions must wait for which, and hands them to
 * the scheduler; lanes take what is ready, in batches, and report what is done; the progress tracker tells what may be acknowledged.
 */
@NullMarked
package io.github.binlogcapturer.internal.apply;

import org.jspecify.annotations.NullMarked;
