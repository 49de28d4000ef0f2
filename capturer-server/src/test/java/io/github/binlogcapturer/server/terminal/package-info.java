@NullMarked
package io.github.binlogcapturer.server.terminal;

import org.jspecify.annotations.NullMarked;
