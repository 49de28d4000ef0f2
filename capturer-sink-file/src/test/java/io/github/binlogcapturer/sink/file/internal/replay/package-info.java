/** Tests of the file sink. */
@NullMarked
package io.github.binlogcapturer.sink.file.internal.replay;

import org.jspecify.annotations.NullMarked;
