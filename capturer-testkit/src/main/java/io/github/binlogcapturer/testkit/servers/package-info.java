/**
 * What the test kit's clusters have in common: a gRPC server on loopback, the meta server, and the rules that a store follows before and
 * while it reads. Internal to the test kit: the types are public for its other packages only and change without notice.
 *
 * <pre>
 *  LoopbackServer ◀─ MetaServer ─▶ MetaQueries ─▶ Catalog     a MetaGroup tells what changes
 *                 ◀─ a store    ─▶ StoreRules  ─▶ RegionPeer  ReadLimits, FakeEntries help it to read
 * </pre>
 */
@NullMarked
package io.github.binlogcapturer.testkit.servers;

import org.jspecify.annotations.NullMarked;
