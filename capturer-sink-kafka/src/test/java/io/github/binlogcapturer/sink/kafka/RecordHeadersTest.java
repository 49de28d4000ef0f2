package io.github.binlogcapturer.sink.kafka;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.CommitTs;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecordHeadersTest {

    private static final String[] CHANGE = {
        "type=delete", "commit_ts=20", "start_ts=10", "event_index=3", "event_count=5", "last=false"
    };

    @Test
    void shouldReadTypeTimeAndPlace() {
        Headers headers = headers(CHANGE);

        assertThat(RecordHeaders.type(headers)).isEqualTo("delete");
        assertThat(RecordHeaders.commitTs(headers)).isEqualTo(CommitTs.of(20));
        assertThat(RecordHeaders.number(headers, RecordHeaders.EVENT_INDEX)).isEqualTo(3);
        assertThat(RecordHeaders.isLast(headers)).isFalse();
        assertThat(RecordHeaders.isWatermark(headers)).isFalse();
        assertThat(RecordHeaders.text(headers, RecordHeaders.KEY_CHANGE)).isNull();
    }

    @Test
    void shouldTellRecordsOfOneTransactionApart() {
        assertThat(RecordHeaders.id(headers(CHANGE))).isEqualTo("20-10-3");
        assertThat(RecordHeaders.id(headers(CHANGE).add("event_part", bytes("1"))))
                .isEqualTo("20-10-3-1");
        assertThat(RecordHeaders.id(headers("type=tombstone", "commit_ts=20", "start_ts=10", "event_index=3")))
                .isEqualTo("20-10-3-tombstone");
    }

    @Test
    void shouldCountHalvesOfChanges() {
        assertThat(RecordHeaders.halves(headers(CHANGE))).isEqualTo(2);
        assertThat(RecordHeaders.halves(headers(CHANGE).add("event_part", bytes("0"))))
                .isEqualTo(1);
        assertThat(RecordHeaders.halves(headers(CHANGE).add("event_span", bytes("7"))))
                .isEqualTo(14);
        assertThat(RecordHeaders.halves(headers("type=tombstone", "event_index=3")))
                .isZero();
        assertThat(RecordHeaders.halves(headers("type=watermark", "commit_ts=3")))
                .isZero();
    }

    @Test
    void shouldCountADeadLetterNowhereAndTellItFromItsChange() {
        Headers dead = headers(CHANGE).add("oversized", bytes("dead-letter")).add("source_topic", bytes("cdc.shop.a"));

        assertThat(RecordHeaders.halves(dead)).isZero();
        assertThat(RecordHeaders.id(dead)).isEqualTo("20-10-3-dead-letter");
        assertThat(RecordHeaders.halves(headers(CHANGE).add("oversized", bytes("dead-letter"))))
                .isEqualTo(2);
    }

    @Test
    void shouldTellWhatIsMissing() {
        assertThatThrownBy(() -> RecordHeaders.commitTs(headers("type=insert")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("commit_ts");
        assertThatThrownBy(() -> RecordHeaders.commitTs(headers("commit_ts=soon")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("\"soon\"");
        assertThatThrownBy(() -> RecordHeaders.type(headers().add("type", null)))
                .isInstanceOf(DataException.class);
    }

    private static Headers headers(String... pairs) {
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            headers.add(pair.substring(0, equals), bytes(pair.substring(equals + 1)));
        }
        return headers;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
