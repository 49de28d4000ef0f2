package io.github.binlogcapturer.event;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;

import static org.assertj.core.api.Assertions.assertThat;

class RowRoundTripTest {

    @RepeatedTest(50)
    void shouldReadWhatWasWritten() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        TableSchema schema = schema(random);
        for (int round = 0; round < 40; round++) {
            @Nullable
            Object[] values = schema.columns().stream()
                    .map(column -> random.nextInt(5) == 0 ? null : value(random, column))
                    .toArray();
            Row row = Row.of(schema, values);
            for (Column column : schema.columns()) {
                assertThat(row.value(column.index()))
                        .as("seed %s, %s", seed, column)
                        .isEqualTo(values[column.index()]);
            }
            assertThat(row).as("seed %s", seed).isEqualTo(Row.of(schema, values));
        }
    }

    static TableSchema schema(Random random) {
        List<Integer> fieldIds = new ArrayList<>();
        for (int i = 1; i <= 60; i++) {
            fieldIds.add(i * (1 + random.nextInt(2) * 400));
        }
        Collections.shuffle(fieldIds, random);
        TableSchema.Builder builder = TableSchema.builder(1, new TableName("db", "t"));
        ColumnType[] types = ColumnType.values();
        for (int i = 0; i < 40; i++) {
            ColumnType type = types[i % types.length];
            boolean binary = type == ColumnType.STRING && random.nextBoolean();
            builder.column(new Column(i, "c" + i, fieldIds.get(i), type, binary, true, false, null));
        }
        return builder.build();
    }

    static Object value(Random random, Column column) {
        return switch (column.type()) {
            case BOOL -> random.nextBoolean();
            case INT8 -> (int) (byte) random.nextInt();
            case INT16 -> (int) (short) random.nextInt();
            case INT32 -> random.nextInt();
            case INT64 -> spread(random);
            case UINT8 -> random.nextInt(256);
            case UINT16 -> random.nextInt(65536);
            case UINT32 -> spread(random) & 0xffff_ffffL;
            case UINT64 -> new BigInteger(random.nextInt(65), random);
            case FLOAT -> random.nextFloat() * 1e6f;
            case DOUBLE -> random.nextGaussian() * 1e100;
            case STRING -> column.binary() ? bytes(random) : string(random);
            case JSON -> string(random);
            case HLL, BITMAP, TDIGEST -> bytes(random);
            case DATE -> date(random);
            case DATETIME ->
                LocalDateTime.of(date(random), LocalTime.MIDNIGHT)
                        .plusNanos(1000 * (long) (random.nextDouble() * 86_400e6));
            case TIME -> Duration.ofSeconds(random.nextInt(2 * 3_600_000) - 3_600_000);
            case TIMESTAMP -> Instant.ofEpochSecond(1 + (random.nextInt() & 0xffff_fffeL));
        };
    }

    private static LocalDate date(Random random) {
        return LocalDate.of(random.nextInt(10_000), 1, 1).plusDays(random.nextInt(360));
    }

    /** Numbers of all magnitudes, so that all varint lengths occur. */
    private static long spread(Random random) {
        return random.nextLong() >> random.nextInt(64);
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String string(Random random) {
        int[] codePoints = random.ints(random.nextInt(60), 0, 0x2_ffff)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .toArray();
        return new String(codePoints, 0, codePoints.length);
    }
}
