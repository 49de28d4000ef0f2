/** The files of the original BinlogCapturer, read unchanged into this program's configuration. */
@NullMarked
package io.github.binlogcapturer.server.original;

import org.jspecify.annotations.NullMarked;
