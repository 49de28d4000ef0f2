/**
 * Saves positions and regions: {@link io.github.binlogcapturer.internal.checkpoint.CheckpointCommitter} reads them once at the start
 * and writes them when they changed. Relies on the {@link io.github.binlogcapturer.spi.CheckpointStore} of the user.
 */
@NullMarked
package io.github.binlogcapturer.internal.checkpoint;

import org.jspecify.annotations.NullMarked;
