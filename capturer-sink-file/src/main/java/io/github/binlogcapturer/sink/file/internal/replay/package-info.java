/**
 * The parts of a replay that know nothing of files: where it ends ({@link io.github.binlogcapturer.sink.file.internal.replay.BoundedLog}),
 * what it counts, and what its command line prints and loads.
 */
@NullMarked
package io.github.binlogcapturer.sink.file.internal.replay;

import org.jspecify.annotations.NullMarked;
