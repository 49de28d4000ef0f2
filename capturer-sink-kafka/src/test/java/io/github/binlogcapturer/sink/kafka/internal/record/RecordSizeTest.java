package io.github.binlogcapturer.sink.kafka.internal.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecordSizeTest {

    @Test
    void shouldBeWhatKafkaWritesOrALittleMore() {
        long seed = Long.getLong("seed", 1);
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            byte[] key = bytes(random);
            byte[] value = bytes(random);
            List<Header> headers = new ArrayList<>();
            for (int count = random.nextInt(10); count > 0; count--) {
                headers.add(new RecordHeader("name" + count, bytes(random)));
            }
            int written = MemoryRecords.withRecords(
                            Compression.NONE, new SimpleRecord(0, key, value, headers.toArray(Header[]::new)))
                    .sizeInBytes();

            assertThat(RecordSize.of(key, value, headers)).as("seed %d", seed).isBetween((long) written, written + 20L);
        }
    }

    private static byte @Nullable [] bytes(Random random) {
        int kind = random.nextInt(5);
        return kind == 0 ? null : new byte[random.nextInt(kind == 1 ? 200_000 : 200)];
    }
}
