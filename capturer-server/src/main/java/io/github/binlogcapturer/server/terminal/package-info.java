/** What is shown on a terminal: colours, progress, tables of text. */
@NullMarked
package io.github.binlogcapturer.server.terminal;

import org.jspecify.annotations.NullMarked;
