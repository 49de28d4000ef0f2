/**
 * Message formats: what a row change looks like to those who read it elsewhere. A {@link io.github.binlogcapturer.format.MessageFormat}
 * makes encoders, and an encoder writes bytes into a {@link io.github.binlogcapturer.format.MessageBuffer}, without a tree in between.
 */
@NullMarked
package io.github.binlogcapturer.format;

import org.jspecify.annotations.NullMarked;
