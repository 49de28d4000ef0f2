@NullMarked
package io.github.binlogcapturer.sink.file.internal.segment;

import org.jspecify.annotations.NullMarked;
