package io.github.binlogcapturer.sink.kafka.internal.produce;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.binlogcapturer.event.CommitTs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A position as bytes:
 * {@code {"version":1,"commitTs":57000267173068801,"commitTime":"2026-11-21T07:39:23.325Z","owner":"...","partitions":{"cdc.shop.orders":6}}}.
 * The time is for people; commit ts and time are missing where nothing was sent yet. Members that are not known are passed over.
 */
final class PositionJson {

    private static final int VERSION = 1;
    private static final JsonFactory JSON = new JsonFactory();

    private PositionJson() {}

    static byte[] write(Position position) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            CommitTs commitTs = position.commitTs();
            if (commitTs != null) {
                json.writeNumberField("commitTs", commitTs.value());
                json.writeStringField("commitTime", commitTs.instant().toString());
            }
            json.writeStringField("owner", position.owner());
            json.writeObjectFieldStart("partitions");
            for (Map.Entry<String, Integer> topic : new TreeMap<>(position.partitions()).entrySet()) {
                json.writeNumberField(topic.getKey(), topic.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a position.
     *
     * @throws IOException if the bytes are none; says why
     */
    static Position read(byte[] bytes) throws IOException {
        Fields fields = new Fields();
        try (JsonParser json = JSON.createParser(bytes)) {
            expect(json.nextToken(), JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                fields.take(json.currentName(), json);
            }
            expect(json.currentToken(), JsonToken.END_OBJECT);
        }
        return fields.position();
    }

    private static void expect(@Nullable JsonToken found, JsonToken wanted) throws IOException {
        if (found != wanted) {
            throw new IOException("expected " + wanted + ", but found " + found);
        }
    }

    /** What was read so far. */
    private static final class Fields {

        private int version;
        private @Nullable CommitTs commitTs;
        private @Nullable String owner;
        private final Map<String, Integer> partitions = new TreeMap<>();

        void take(String name, JsonParser json) throws IOException {
            JsonToken value = json.nextToken();
            switch (name) {
                case "version" -> version = json.getIntValue();
                case "commitTs" -> commitTs = commitTs(json.getLongValue());
                case "owner" -> owner = json.getText();
                case "partitions" -> {
                    expect(value, JsonToken.START_OBJECT);
                    while (json.nextToken() == JsonToken.FIELD_NAME) {
                        String topic = json.currentName();
                        json.nextToken();
                        partitions.put(topic, json.getIntValue());
                    }
                }
                default -> json.skipChildren();
            }
        }

        private static CommitTs commitTs(long value) throws IOException {
            if (value <= 0) {
                throw new IOException("a commit ts is greater than 0, but got " + value);
            }
            return CommitTs.of(value);
        }

        Position position() throws IOException {
            if (version != VERSION) {
                throw new IOException("version is " + VERSION + " for this program, but got " + version);
            }
            if (owner == null) {
                throw new IOException("owner is missing");
            }
            return new Position(commitTs, owner, partitions);
        }
    }
}
