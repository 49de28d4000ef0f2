/**
 * The kinds of files that are lines of text: how events become lines, and what the lines of a file that was left in the middle tell.
 * {@link io.github.binlogcapturer.sink.file.internal.text.TextKind} is the door.
 */
@NullMarked
package io.github.binlogcapturer.sink.file.internal.text;

import org.jspecify.annotations.NullMarked;
