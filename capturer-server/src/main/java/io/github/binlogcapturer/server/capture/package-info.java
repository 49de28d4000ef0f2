/** Runs the targets of a configuration, each by a capture of its own, and tells how they are. */
@NullMarked
package io.github.binlogcapturer.server.capture;

import org.jspecify.annotations.NullMarked;
