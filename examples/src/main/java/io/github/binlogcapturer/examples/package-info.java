/**
 * One runnable class per question: {@link io.github.binlogcapturer.examples.Quickstart} shows the whole way,
 * {@link io.github.binlogcapturer.examples.PullApi} get, ack and rollback, {@link io.github.binlogcapturer.examples.CustomSink} a target of
 * one's own, and {@link io.github.binlogcapturer.examples.RealCluster} runs against the cluster you name. All but the last bring their
 * cluster along. Run one with {@code mvn -q compile -pl examples -am -Dexample=Quickstart}.
 */
@NullMarked
package io.github.binlogcapturer.examples;

import org.jspecify.annotations.NullMarked;
