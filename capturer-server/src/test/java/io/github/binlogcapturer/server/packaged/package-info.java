/** What is shipped, as it is shipped: script and jar, run as processes. These tests run after the package phase. */
@NullMarked
package io.github.binlogcapturer.server.packaged;

import org.jspecify.annotations.NullMarked;
