package io.github.binlogcapturer.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A line for people per event; further lines of a message are indented, so that nothing in it can pass for an event of its own, and control
 * characters are escaped.
 */
final class TextLineEncoder extends EncoderBase<ILoggingEvent> {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX").withZone(ZoneId.systemDefault());

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        TIME.formatTo(event.getInstant(), line);
        line.append(' ').append(event.getLevel());
        line.append(" ".repeat(6 - event.getLevel().toString().length()));
        line.append('[').append(event.getThreadName()).append("] ");
        String logger = event.getLoggerName();
        line.append(logger, logger.lastIndexOf('.') + 1, logger.length()).append(" - ");
        append(line, SecretMask.mask(String.valueOf(event.getFormattedMessage())));
        line.append('\n');
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            append(line, SecretMask.mask(ThrowableProxyUtil.asString(thrown).stripTrailing()));
            line.append('\n');
        }
        return line.toString().getBytes(UTF_8);
    }

    private static void append(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line.append("\n\t");
            } else if (c != '\r' && (c == '\t' || !Character.isISOControl(c))) {
                line.append(c);
            } else if (c != '\r') {
                line.append(String.format("\\u%04x", (int) c));
            }
        }
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
