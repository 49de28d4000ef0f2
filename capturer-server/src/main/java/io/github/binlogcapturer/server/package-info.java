/** The stand-alone program's way in. */
@NullMarked
package io.github.binlogcapturer.server;

import org.jspecify.annotations.NullMarked;
