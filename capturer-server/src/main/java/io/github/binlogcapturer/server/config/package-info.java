/** What the program is told to do: the configuration as values, its YAML form, and the builders and sinks it stands for. */
@NullMarked
package io.github.binlogcapturer.server.config;

import org.jspecify.annotations.NullMarked;
