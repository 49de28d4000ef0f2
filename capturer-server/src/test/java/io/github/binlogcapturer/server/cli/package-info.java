@NullMarked
package io.github.binlogcapturer.server.cli;

import org.jspecify.annotations.NullMarked;
