/**
 * Writes transactions to files on the local disk, one line per change: {@code FileSink} is the door.
 */
@NullMarked
package io.github.binlogcapturer.sink.file;

import org.jspecify.annotations.NullMarked;
