/** Tests of the folder, between any two steps of its changes. */
@NullMarked
package io.github.binlogcapturer.sink.file.internal.folder;

import org.jspecify.annotations.NullMarked;
