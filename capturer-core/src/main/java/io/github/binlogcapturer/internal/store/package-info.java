/**
 * The ring between the pipeline and its consumers: {@link io.github.binlogcapturer.internal.store.TransactionRing} holds what was
 * appended and not yet acknowledged by every subscriber, {@code RingEventStream} is a subscriber's view of it.
 */
@NullMarked
package io.github.binlogcapturer.internal.store;

import org.jspecify.annotations.NullMarked;
