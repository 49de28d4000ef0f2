/**
 * JSON messages. {@link io.github.binlogcapturer.format.internal.json.JsonEncoders} makes the encoders of the JSON formats, and
 * {@link io.github.binlogcapturer.format.internal.json.JsonKeys} writes the key that all stock formats share.
 */
@NullMarked
package io.github.binlogcapturer.format.internal.json;

import org.jspecify.annotations.NullMarked;
