package io.github.binlogcapturer.testkit.simulated;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.TableSchema;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes random keys and rows that fit a table. Integers are never negative, so that any column can route. Owned by one thread. */
final class RandomRows {

    private static final double NULLS = 0.15;
    private static final int NUMBERS = 100;
    private static final Instant FIRST_MOMENT = Instant.parse("2024-01-01T00:00:00Z");

    private final Random random;
    private final int keys;

    /**
     * @param keys how many keys there are to choose from
     */
    RandomRows(Random random, int keys) {
        this.random = random;
        this.keys = keys;
    }

    /** Returns values in column order. */
    List<@Nullable Object> row(TableSchema schema) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Column column : schema.columns()) {
            values.add(column.key() ? keyPart(column) : value(column));
        }
        return values;
    }

    /** Returns a primary key. */
    List<Object> key(TableSchema schema) {
        List<Object> key = new ArrayList<>();
        schema.primaryKey().forEach(column -> key.add(keyPart(column)));
        return key;
    }

    private Object keyPart(Column column) {
        int number = random.nextInt(keys);
        ColumnType type = column.type();
        return switch (type) {
            case STRING -> "k" + number;
            case DATE -> LocalDate.EPOCH.plusDays(number);
            case DATETIME -> LocalDateTime.of(2024, 1, 1, 0, 0).plusSeconds(number);
            case TIMESTAMP -> FIRST_MOMENT.plusSeconds(number);
            default -> {
                if (!type.isInteger()) {
                    throw new IllegalArgumentException("A workload cannot make keys of type " + type + ", as column "
                            + column.name() + " needs them; use integers, texts, dates or times");
                }
                yield number;
            }
        };
    }

    /** Returns a value for a column that is not part of the key. */
    @Nullable
    Object value(Column column) {
        if (column.nullable() && random.nextDouble() < NULLS) {
            return null;
        }
        int number = random.nextInt(NUMBERS);
        return switch (column.type()) {
            case BOOL -> random.nextBoolean();
            case FLOAT, DOUBLE -> number + random.nextInt(8) / 8.0;
            case STRING, JSON, HLL, BITMAP, TDIGEST -> "text " + number + "…";
            case DATETIME ->
                LocalDateTime.of(2024, 1, 1, 0, 0)
                        .plusSeconds(random.nextInt(100_000_000))
                        .plusNanos(number * 1000L);
            case TIMESTAMP -> FIRST_MOMENT.plusSeconds(random.nextInt(100_000_000));
            case DATE -> LocalDate.EPOCH.plusDays(random.nextInt(30_000));
            case TIME -> Duration.ofSeconds(random.nextInt(200_000) - 100_000L);
            default -> number;
        };
    }
}
