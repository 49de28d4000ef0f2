/**
 * The running whole: {@link io.github.binlogcapturer.internal.pipeline.CapturerAssembly} is the one door from the builder;
 * {@code Pipeline} wires and runs the stages of the picture in the root package, each on a thread of its own.
 */
@NullMarked
package io.github.binlogcapturer.internal.pipeline;

import org.jspecify.annotations.NullMarked;
