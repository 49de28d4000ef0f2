/** Files that survive a crash whole. */
@NullMarked
package io.github.binlogcapturer.server.files;

import org.jspecify.annotations.NullMarked;
