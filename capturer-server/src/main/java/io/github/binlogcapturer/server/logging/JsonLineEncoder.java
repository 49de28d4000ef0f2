package io.github.binlogcapturer.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * One JSON object per line: {@code time} (ISO 8601, UTC), {@code level}, {@code thread}, {@code logger}, {@code message}, and where there
 * are any {@code stack} and {@code mdc}. Logback's own JSON has a time in milliseconds and no way to mask secrets.
 */
final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {

    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public byte[] encode(ILoggingEvent event) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("time", event.getInstant().toString());
            json.writeStringField("level", event.getLevel().toString());
            json.writeStringField("thread", event.getThreadName());
            json.writeStringField("logger", event.getLoggerName());
            json.writeStringField("message", SecretMask.mask(String.valueOf(event.getFormattedMessage())));
            IThrowableProxy thrown = event.getThrowableProxy();
            if (thrown != null) {
                json.writeStringField("stack", SecretMask.mask(ThrowableProxyUtil.asString(thrown)));
            }
            writeContext(json, event.getMDCPropertyMap());
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("A log event could not be written into memory", e);
        }
        return line.toByteArray();
    }

    private static void writeContext(JsonGenerator json, Map<String, String> context) throws IOException {
        if (!context.isEmpty()) {
            json.writeObjectFieldStart("mdc");
            for (Map.Entry<String, String> entry : context.entrySet()) {
                json.writeStringField(entry.getKey(), SecretMask.mask(entry.getValue()));
            }
            json.writeEndObject();
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
