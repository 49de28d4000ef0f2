/**
 * Reads the binlog of a BaikalDB cluster: {@link io.github.binlogcapturer.internal.source.BaikalSource} finds tables and regions
 * through {@code internal.meta} and opens one reader per region. Relies on the {@code Transport} for the wire.
 *
 * <pre>
 *                         BaikalRegionReader, one per region
 *  whom to ask    RegionPeers ── Topology, StoreHealth      Freshness ── SourceProgress
 *  for how much   ReadBudget (rows)                         AnswerLimit ── AnswerMemory (bytes)
 *  asking         PeerReads ─▶ StoreClient ─▶ Transport ─▶ ReadResponse ─▶ ReadAnswer ─▶ RegionChunk
 *  nobody has it  OfflineBinlog, Expiry ── PeerInquiry
 * </pre>
 *
 * What stands on the right of a dash is shared by all readers of a source.
 */
@NullMarked
package io.github.binlogcapturer.internal.source;

import org.jspecify.annotations.NullMarked;
