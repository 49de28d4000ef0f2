package io.github.binlogcapturer.format;

import com.alibaba.otter.canal.protocol.FlatMessage;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.binlogcapturer.format.testing.RandomRows;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.format.testing.TestChanges.insert;
import static io.github.binlogcapturer.format.testing.TestChanges.message;
import static io.github.binlogcapturer.format.testing.TestChanges.transaction;
import static org.assertj.core.api.Assertions.assertThat;

/** Our messages have the fields of Canal's own class. */
class CanalFlatMessageTest {

    @Test
    void shouldHaveTheFieldsOfCanalsFlatMessage() throws IOException {
        byte[] bytes =
                message(CanalJson.create().withPositions(false), transaction(insert(new RandomRows(1).next(1))), 0);

        assertThat(fields(bytes)).isSorted().containsExactlyInAnyOrderElementsOf(fieldsOfCanal());
    }

    private static List<String> fieldsOfCanal() {
        return Arrays.stream(FlatMessage.class.getDeclaredFields())
                // not the serial version, nor what JaCoCo adds
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .map(Field::getName)
                .toList();
    }

    private static List<String> fields(byte[] bytes) throws IOException {
        List<String> names = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(bytes)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                names.add(parser.currentName());
                parser.nextToken();
                parser.skipChildren();
            }
        }
        return names;
    }
}
