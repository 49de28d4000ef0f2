/**
 * What a folder of files needs to know of the kind of its files: how one begins, how events are put into it, how it ends, and how far one
 * can be trusted that was left in the middle. {@link io.github.binlogcapturer.sink.file.internal.kind.FileKind} is the door.
 */
@NullMarked
package io.github.binlogcapturer.sink.file.internal.kind;

import org.jspecify.annotations.NullMarked;
