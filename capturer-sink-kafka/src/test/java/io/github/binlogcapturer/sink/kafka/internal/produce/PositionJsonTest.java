package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.event.CommitTs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PositionJsonTest {

    @Test
    void shouldReadWhatItWrites() throws IOException {
        Position position = new Position(CommitTs.of(57000267173068801L), "me", Map.of("cdc.shop.orders", 6, "b", 1));
        assertThat(PositionJson.read(PositionJson.write(position))).isEqualTo(position);
        Position first = new Position(null, "me", Map.of());
        assertThat(PositionJson.read(PositionJson.write(first))).isEqualTo(first);
    }

    @Test
    void shouldBeReadable() {
        Position position = new Position(CommitTs.of(57000267173068801L), "me", Map.of("t", 6));
        assertThat(new String(PositionJson.write(position), StandardCharsets.UTF_8))
                .isEqualTo("{\"version\":1,\"commitTs\":57000267173068801,\"commitTime\":\"2026-11-21T07:39:23.325Z\","
                        + "\"owner\":\"me\",\"partitions\":{\"t\":6}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"version\":1}",
                "{\"version\":2,\"owner\":\"x\"}",
                "{\"version\":1,\"owner\":\"x\",\"commitTs\":0}",
                "{\"version\":1,\"owner\":\"x\",\"commitTs\":\"?\"}",
                "{\"version\":1,\"owner\":\"x\",\"partitions\":3}",
                "{\"version\":1,\"own"
            })
    void shouldRefuseWhatIsNone(String text) {
        assertThatThrownBy(() -> PositionJson.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldPassOverWhatItDoesNotKnow() throws IOException {
        String text = "{\"version\":1,\"more\":{\"a\":[1]},\"owner\":\"x\"}";
        assertThat(PositionJson.read(text.getBytes(StandardCharsets.UTF_8)).owner())
                .isEqualTo("x");
    }
}
