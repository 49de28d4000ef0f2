/**
 * Servers that behave like a BaikalDB cluster, over real gRPC on loopback, for tests of this library and of its users:
 * {@code RecordedCluster} replays recordings of a real one.
 */
@NullMarked
package io.github.binlogcapturer.testkit;

import org.jspecify.annotations.NullMarked;
