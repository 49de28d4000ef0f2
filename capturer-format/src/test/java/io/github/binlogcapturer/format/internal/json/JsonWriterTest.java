package io.github.binlogcapturer.format.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.github.binlogcapturer.format.MessageBuffer;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class JsonWriterTest {

    private final MessageBuffer buffer = new MessageBuffer();
    private final JsonWriter json = new JsonWriter(buffer);

    @Test
    void shouldEscapeEveryCharacterAsJacksonDoes() throws IOException {
        for (int character = 0; character < 0x3000; character++) {
            String text = "a" + Character.toString(character) + "b";

            assertThat(JsonWriter.quoted(text)).isEqualTo(byJackson(text));
        }
    }

    @Test
    void shouldWriteBytesOfAnyLengthAsBase64() throws IOException {
        long seed = Long.getLong("seed", 1);
        Random random = new Random(seed);
        for (int length = 0; length < 600; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            json.base64(bytes, length);

            try (JsonParser parser = new JsonFactory().createParser(taken())) {
                parser.nextToken();
                assertThat(parser.getBinaryValue()).as("seed %s", seed).isEqualTo(bytes);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void shouldWriteWhatIsNoNumberAsText(double value) {
        json.number(value);
        assertThat(taken()).isEqualTo("\"" + value + "\"");
        json.number((float) value);
        assertThat(taken()).isEqualTo("\"" + value + "\"");
    }

    @Test
    void shouldCloseObjectsWithFieldsAndWithout() {
        json.raw('[');
        int start = json.startObject();
        json.endObject(start);
        json.raw(',');
        start = json.startObject();
        json.raw(JsonWriter.piece(",\"a\":")).nothing();
        json.endObject(start);
        json.raw(']');

        assertThat(taken()).isEqualTo("[{},{\"a\":null}]");
    }

    @Test
    void shouldSeparateTexts() {
        json.texts(List.of()).texts(List.of("a")).texts(List.of("a", "\""));

        assertThat(taken()).isEqualTo("[][\"a\"][\"a\",\"\\\"\"]");
    }

    private String taken() {
        String text = new String(buffer.toByteArray(), StandardCharsets.UTF_8);
        buffer.clear();
        return text;
    }

    private static String byJackson(String text) throws IOException {
        StringWriter written = new StringWriter();
        try (JsonGenerator generator = new JsonFactory().createGenerator(written)) {
            generator.writeString(text);
        }
        return written.toString();
    }
}
