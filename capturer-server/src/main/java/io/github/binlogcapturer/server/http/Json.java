package io.github.binlogcapturer.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.binlogcapturer.event.CommitTs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes JSON as the API has it: a commit ts as text and time, durations as seconds, what is not known as null. */
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** What goes into one document. */
    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    static byte[] write(Body body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("JSON could not be written to memory", e);
        }
        return out.toByteArray();
    }

    static byte[] object(String field, String text) {
        return write(json -> {
            json.writeStartObject();
            json.writeStringField(field, text);
            json.writeEndObject();
        });
    }

    static void commitTs(JsonGenerator json, String field, @Nullable CommitTs value) throws IOException {
        json.writeFieldName(field);
        if (value == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField("ts", Long.toString(value.value()));
        json.writeStringField("time", value.instant().toString());
        json.writeEndObject();
    }

    static void seconds(JsonGenerator json, String field, @Nullable Duration value) throws IOException {
        number(json, field, value == null ? Double.NaN : value.toMillis() / 1e3);
    }

    static void number(JsonGenerator json, String field, double value) throws IOException {
        json.writeFieldName(field);
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            json.writeNull();
        } else {
            json.writeNumber(Math.round(value * 1e3) / 1e3);
        }
    }

    static void instant(JsonGenerator json, String field, @Nullable Instant value) throws IOException {
        text(json, field, value == null ? null : value.toString());
    }

    static void text(JsonGenerator json, String field, @Nullable String value) throws IOException {
        json.writeFieldName(field);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeString(value);
        }
    }
}
