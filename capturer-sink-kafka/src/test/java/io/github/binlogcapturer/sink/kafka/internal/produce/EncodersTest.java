package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.error.DataException;
import io.github.binlogcapturer.event.BinlogEvent;
import io.github.binlogcapturer.sink.kafka.internal.record.RecordMaker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EncodersTest {

    private static final long SEED = Long.getLong("seed", 1);

    private final FakeRecords records = new FakeRecords("t", 1);

    @ParameterizedTest
    @CsvSource({"0, 1000000", "1, 1000000", "3, 1000000", "3, 1"})
    void shouldHandOnInOrder(int threads, long aheadBytes) throws Exception {
        List<List<BinlogEvent>> lists = Events.lists(5_000, new Random(SEED));
        List<String> out = new ArrayList<>();
        try (Encoders encoders = new Encoders("encode", threads, () -> records, aheadBytes)) {
            for (List<BinlogEvent> list : lists) {
                encoders.encode(list, keeping(out));
            }
        }
        assertThat(out).as("seed %d", SEED).isEqualTo(Target.places(lists));
    }

    @Test
    void shouldThrowWhereTheFailingEventStandsAndGoOnWithTheNextList() throws Exception {
        DataException failure = new DataException("no form");
        AtomicInteger calls = new AtomicInteger();
        RecordMaker failing = (event, out) -> {
            if (event.commitTs().value() == 1_500) {
                throw failure;
            }
            calls.incrementAndGet();
            records.make(event, out);
        };
        List<BinlogEvent> list = new ArrayList<>();
        for (long ts = 1; ts <= 3_000; ts++) {
            list.add(Events.transaction(ts, 1));
        }
        List<String> out = new ArrayList<>();
        try (Encoders encoders = new Encoders("encode", 2, () -> failing, 1 << 20)) {
            assertThatThrownBy(() -> encoders.encode(list, keeping(out))).isSameAs(failure);
            assertThat(out).isEqualTo(Target.places(List.of(list.subList(0, 1_499))));
            out.clear();
            encoders.encode(list.subList(1_500, 3_000), keeping(out));
        }
        assertThat(out).isEqualTo(Target.places(List.of(list.subList(1_500, 3_000))));
    }

    @Test
    void shouldMakeALargeEventOnTheWritersThreadAlone() throws Exception {
        List<Thread> makers = new ArrayList<>();
        RecordMaker noting = (event, out) -> {
            if (event.commitTs().value() == 2) {
                makers.add(Thread.currentThread());
            }
        };
        List<BinlogEvent> list =
                List.of(Events.transaction(1, 1), Events.sized(2, 1L << 30, 1), Events.transaction(3, 1));
        try (Encoders encoders = new Encoders("encode", 2, () -> noting, 1 << 20)) {
            encoders.encode(list, (topic, record) -> {});
        }
        assertThat(makers).containsExactly(Thread.currentThread());
    }

    private static RecordMaker.Output keeping(List<String> out) {
        return (topic, record) -> {
            String[] parts = new String(record.value(), StandardCharsets.US_ASCII).split(":", -1);
            out.add(parts[0] + ":" + parts[1]);
        };
    }
}
