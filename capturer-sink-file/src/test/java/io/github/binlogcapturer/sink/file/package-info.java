/** Tests of the file sink. */
@NullMarked
package io.github.binlogcapturer.sink.file;

import org.jspecify.annotations.NullMarked;
