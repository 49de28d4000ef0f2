/** How the program logs: plain lines or JSON, without secrets, repeats held back. */
@NullMarked
package io.github.binlogcapturer.server.logging;

import org.jspecify.annotations.NullMarked;
