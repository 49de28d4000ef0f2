package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.event.CommitTs;
import java.util.List;
import org.junit.jupiter.api.Test;

import static io.github.binlogcapturer.sink.kafka.internal.produce.Events.transaction;
import static org.assertj.core.api.Assertions.assertThat;

class RetainedTest {

    private final Retained retained = new Retained();

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
        assertThat(retained.lastTs()).isEqualTo(CommitTs.of(1));
    }
}
