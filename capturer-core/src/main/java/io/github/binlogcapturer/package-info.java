/**
 * The capturer's front: {@link io.github.binlogcapturer.BinlogCapturer} is built by a
 * {@link io.github.binlogcapturer.BinlogCapturerBuilder}, gives an {@link io.github.binlogcapturer.EventStream} to pull from, or
 * applies to a {@link io.github.binlogcapturer.spi.Sink}.
 *
 * <pre>{@code
 *  stores (regions)                                                            application
 *    R1 -> RegionReader -+                                                 +-> EventStream.get / ack / rollback
 *    R2 -> RegionReader -+-> RegionMerger -> TransactionJoiner -> Decoder -> Filter -> TransactionRing
 *    Rn -> RegionReader -+    commit order      pieces -> whole     rows     keep/drop   put|get|ack |
 *    meta -> BaikalSource, SchemaCatalog                                                       v
 *                                           CheckpointStore <- ack cursor <--------------------+
 * }</pre>
 *
 * Start reading at {@link io.github.binlogcapturer.BinlogCapturer}, then {@link io.github.binlogcapturer.EventStream},
 * {@link io.github.binlogcapturer.Batch} and {@link io.github.binlogcapturer.event.Transaction}.
 */
@NullMarked
package io.github.binlogcapturer;

import org.jspecify.annotations.NullMarked;
