/** The whole program, from configuration files to what is in the targets. */
@NullMarked
package io.github.binlogcapturer.server.functional;

import org.jspecify.annotations.NullMarked;
