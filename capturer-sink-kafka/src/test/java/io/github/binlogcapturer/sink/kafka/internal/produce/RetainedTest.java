package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.event.CommitTs;
import java.util.List;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.sink.kafka.internal.produce.Events.schema;
import static io.github.binlogcapturer.sink.kafka.internal.produce.Events.transaction;
import static org.assertj.core.api.Assertions.assertThat;

class RetainedTest {

    private final Retained retained = new Retained(null);

    @Test
    void shouldDropWhatHasLanded() {
        retained.add(List.of(transaction(1, 1), transaction(2, 1)));
        retained.add(List.of(transaction(3, 1), transaction(4, 1), transaction(4, 2), transaction(5, 1)));
        retained.dropLanded(CommitTs.of(4));
        assertThat(retained.lists()).hasSize(1);
        assertThat(retained.lists().get(0))
                .extracting(event -> event.commitTs().value())
                .containsExactly(5L);
    }

    @Test
    void shouldKeepEverythingWhereNothingIsKnown() {
        retained.add(List.of(transaction(1, 1)));
        retained.dropLanded(null);
        assertThat(retained.isEmpty()).isFalse();
        assertThat(retained.endTs()).isEqualTo(CommitTs.of(1));
    }

    @Test
    void shouldKeepASchemaOfLongAgoWhereNothingHasLandedSince() {
        Retained behind = new Retained(CommitTs.of(100));
        behind.add(List.of(schema(60)));
        behind.dropLanded(CommitTs.of(100));
        assertThat(behind.lists()).containsExactly(List.of(schema(60)));
        assertThat(behind.endTs()).isEqualTo(CommitTs.of(100));
    }

    @Test
    void shouldDropASchemaOfLongAgoTogetherWithWhatHasLanded() {
        Retained behind = new Retained(CommitTs.of(100));
        behind.add(List.of(schema(60), transaction(110, 1)));
        behind.dropLanded(CommitTs.of(110));
        assertThat(behind.isEmpty()).isTrue();
        behind.settled();
        assertThat(behind.endTs()).isEqualTo(CommitTs.of(110));
    }
}
