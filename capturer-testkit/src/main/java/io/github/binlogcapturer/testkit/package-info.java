/**
 * Servers that behave like a BaikalDB cluster, over real gRPC on loopback, for tests of this library and of its users.
 * They speak the messages of {@code capturer-protocol} and use nothing of the capture's inside.
 *
 * <p>{@link io.github.binlogcapturer.testkit.RecordedCluster} replays recordings of a real cluster, those that come with the
 * jar ({@link io.github.binlogcapturer.testkit.Recordings}) or your own. What it shares with the simulated cluster is in
 * {@code testkit.servers}.
 *
 * <pre>
 *  RecordingFiles ─▶ Recording (RecordedMeta, BinlogFolders)      what was recorded
 *                        │
 *                  ClusterServers ─▶ LoopbackServer × n           addresses first, then what to say at them
 *                        ├─▶ MetaServer ─▶ MetaQueries ─▶ Catalog
 *                        └─▶ StoreServer ─▶ ServedRegion (log, then Heartbeats of ClusterTime)
 * </pre>
 */
@NullMarked
package io.github.binlogcapturer.testkit;

import org.jspecify.annotations.NullMarked;
