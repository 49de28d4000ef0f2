/**
 * The running whole: {@link io.github.binlogcapturer.internal.pipeline.CapturerAssembly} is the one door from the builder;
 * {@code Pipeline} joins the ring with what feeds it. {@code ClusterFeed} wires and runs the stages of the picture in the root package,
 * each on a thread of its own; {@code LogFeed} reads a log instead. Both end in {@code Delivery}.
 */
@NullMarked
package io.github.binlogcapturer.internal.pipeline;

import org.jspecify.annotations.NullMarked;
