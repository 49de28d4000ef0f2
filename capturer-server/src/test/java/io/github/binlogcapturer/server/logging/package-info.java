@NullMarked
package io.github.binlogcapturer.server.logging;

import org.jspecify.annotations.NullMarked;
