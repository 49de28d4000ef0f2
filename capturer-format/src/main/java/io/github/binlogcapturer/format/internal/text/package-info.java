/** Pieces that encoders of text and of protobuf share: text as UTF-8 bytes, digits, what is known per table, values without a form. */
@NullMarked
package io.github.binlogcapturer.format.internal.text;

import org.jspecify.annotations.NullMarked;
