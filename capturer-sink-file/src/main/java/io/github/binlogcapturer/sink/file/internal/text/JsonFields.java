package io.github.binlogcapturer.sink.file.internal.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads flat JSON objects back. */
final class JsonFields {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonFields() {}

    /** Returns the values as text by name; nothing where the bytes from an offset on are not one flat object. */
    static Map<String, String> read(byte[] json, int offset) {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = FACTORY.createParser(json, offset, json.length - offset)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Map.of();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (!parser.nextToken().isScalarValue()) {
                    return Map.of();
                }
                fields.put(name, parser.getText());
            }
            return parser.nextToken() == null ? fields : Map.of();
        } catch (IOException notJson) {
            return Map.of();
        }
    }
}
