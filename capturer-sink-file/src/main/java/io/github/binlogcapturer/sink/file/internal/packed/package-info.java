/**
 * Compressed files, as the sink writes and everybody reads them. {@link io.github.binlogcapturer.sink.file.internal.packed.PackedStreams}
 * is the door.
 */
@NullMarked
package io.github.binlogcapturer.sink.file.internal.packed;

import org.jspecify.annotations.NullMarked;
