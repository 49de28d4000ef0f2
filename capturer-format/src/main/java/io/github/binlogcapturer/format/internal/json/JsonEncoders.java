package io.github.binlogcapturer.format.internal.json;

import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.MessageEncoder;

/** Makes the encoders of the JSON formats. */
public final class JsonEncoders {

    private JsonEncoders() {}

    /** Returns an encoder of {@link io.github.binlogcapturer.format.JsonLines}. */
    public static MessageEncoder lines(MessageBuffer buffer) {
        return new LineMessages(buffer);
    }

    /** Returns an encoder of {@link io.github.binlogcapturer.format.CanalJson}. */
    public static MessageEncoder canal(String format, CanalJsonSettings settings, MessageBuffer buffer) {
        return new CanalMessages(format, settings, buffer);
    }

    /** Returns an encoder of {@link io.github.binlogcapturer.format.DebeziumJson}. */
    public static MessageEncoder debezium(String format, DebeziumJsonSettings settings, MessageBuffer buffer) {
        return new DebeziumMessages(format, settings, buffer);
    }
}
