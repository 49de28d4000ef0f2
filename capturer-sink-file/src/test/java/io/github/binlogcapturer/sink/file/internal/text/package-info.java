/** Tests of the kinds of files that are lines of text. */
@NullMarked
package io.github.binlogcapturer.sink.file.internal.text;

import org.jspecify.annotations.NullMarked;
