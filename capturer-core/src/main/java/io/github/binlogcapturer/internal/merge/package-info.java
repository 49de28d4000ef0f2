/**
 * From many regions to one order: {@link io.github.binlogcapturer.internal.merge.RegionMerger} merges what the regions deliver by commit
 * ts, {@link io.github.binlogcapturer.internal.merge.TransactionJoiner} puts the pieces of one transaction together. Pure: no I/O, no
 * clock, no threads.
 */
@NullMarked
package io.github.binlogcapturer.internal.merge;

import org.jspecify.annotations.NullMarked;
