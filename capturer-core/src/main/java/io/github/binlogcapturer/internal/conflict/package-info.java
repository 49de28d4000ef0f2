/**
 * Which transactions have to stay in order: {@link io.github.binlogcapturer.internal.conflict.ConflictKeys} gives each transaction's
 * keys as hashes, {@link io.github.binlogcapturer.internal.conflict.ConflictDetector} tells on which unfinished earlier transactions it
 * depends by them. Equal keys have equal hashes; unequal ones may share a hash, which costs parallelism and nothing else. Pure: no I/O,
 * no clock, no threads.
 */
@NullMarked
package io.github.binlogcapturer.internal.conflict;

import org.jspecify.annotations.NullMarked;
