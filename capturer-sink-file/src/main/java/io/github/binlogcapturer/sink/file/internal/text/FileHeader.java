package io.github.binlogcapturer.sink.file.internal.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.binlogcapturer.sink.file.internal.kind.FileOwner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * A file's first line. It depends on nothing but these values, so that a torn one can be told from a foreign file's beginning.
 *
 * @param version the version of the lines that follow, as text
 */
record FileHeader(String version, String capture, String subscriber) {

    static final String CURRENT_VERSION = "1";

    static FileHeader of(FileOwner owner) {
        return new FileHeader(CURRENT_VERSION, owner.capture(), owner.subscriber());
    }

    /** Reads a line without its line feed; empty where it is no header of this format. */
    static Optional<FileHeader> parse(TextKind format, byte[] line) {
        byte[] prefix = format.headerPrefix().getBytes(StandardCharsets.US_ASCII);
        if (line.length < prefix.length || !Arrays.equals(prefix, Arrays.copyOf(line, prefix.length))) {
            return Optional.empty();
        }
        Map<String, String> fields = JsonFields.read(line, prefix.length);
        String version = fields.get("format");
        String capture = fields.get("capture");
        String subscriber = fields.get("subscriber");
        return "file".equals(fields.get("type")) && version != null && capture != null && subscriber != null
                ? Optional.of(new FileHeader(version, capture, subscriber))
                : Optional.empty();
    }

    /** Returns the line with its line feed. */
    byte[] encode(TextKind format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeRaw(format.headerPrefix());
            json.writeStartObject();
            json.writeStringField("type", "file");
            json.writeFieldName("format");
            json.writeNumber(version);
            json.writeStringField("capture", capture);
            json.writeStringField("subscriber", subscriber);
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("The capture's or subscriber's name has no form in UTF-8", e);
        }
        return bytes.toByteArray();
    }
}
