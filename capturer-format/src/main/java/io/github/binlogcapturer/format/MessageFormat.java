package io.github.binlogcapturer.format;

/**
 * A form in which changes travel to those who read them elsewhere. Immutable and thread-safe.
 *
 * <p>Stock formats are CanalJson, CanalProtobuf, DebeziumJson, JsonLines and SqlText; what each does
 * with each type of column is told in docs/FORMATS.md.
 */
public interface MessageFormat {

    /** Returns the format's name for messages and metrics, such as {@code canal-json}. */
    String name();

    /** Returns a new encoder that appends to the buffer. */
    MessageEncoder encoder(MessageBuffer out);
}
