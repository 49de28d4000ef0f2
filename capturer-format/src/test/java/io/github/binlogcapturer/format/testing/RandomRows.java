package io.github.binlogcapturer.format.testing;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Rows of a table that has a column of each type and one of bytes, with many values at the edges. Repeats itself for a seed. */
public final class RandomRows {

    /** A table with the key {@code id}, a column {@code c_…} of each type, and {@code c_bytes}. */
    public static final TableSchema TABLE = table();

    private static final String[] TEXTS = {
        "",
        "plain",
        "a\"b\\c/d\n\t\u0000\u001f\u007f",
        "é\u00ffß\u20ac",
        "\uD83D\uDE00 e\u0301",
        "\uFFFD\u2028",
        "{\"a\": [1]}",
        "null",
        "NULL",
        "true"
    };
    private static final double[] DOUBLES = {
        0, -0.0, 0.1, 0.1 + 0.2, 2.0E-323, Double.MAX_VALUE, Double.MIN_VALUE, 1e21, -1e-7, 9007199254740992.0, 1e22
    };

    private final Random random;

    /** Starts the rows of a seed. */
    public RandomRows(long seed) {
        this.random = new Random(seed);
    }

    private static TableSchema table() {
        TableSchema.Builder builder = TableSchema.builder(9, new TableName("shop", "every_type"))
                .column("id", ColumnType.INT64)
                .primaryKey("id");
        for (ColumnType type : ColumnType.values()) {
            builder.column("c_" + type.name().toLowerCase(Locale.ROOT), type);
        }
        return builder.column(new Column(0, "c_bytes", 99, ColumnType.STRING, true, true, false, null))
                .build();
    }

    /** Returns the next row with an id; columns other than it are NULL now and then. */
    public Row next(long id) {
        return next(id, null);
    }

    /** Returns the next row with an id that shares about two thirds of its values with another. */
    public Row next(long id, @Nullable Row like) {
        Object[] values =
                TABLE.columns().stream().map(column -> draw(column, like)).toArray();
        values[0] = id;
        return Row.of(TABLE, values);
    }

    private @Nullable Object draw(Column column, @Nullable Row like) {
        if (like != null && random.nextInt(3) > 0) {
            return like.value(column.index());
        }
        return random.nextInt(8) == 0 ? null : value(column);
    }

    private Object value(Column column) {
        if (column.holdsBytes()) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            return bytes;
        }
        return switch (column.type()) {
            case BOOL -> random.nextBoolean();
            case INT8 -> signed(8).intValue();
            case INT16 -> signed(16).intValue();
            case INT32 -> signed(32).intValue();
            case INT64 -> signed(64).longValue();
            case UINT8 -> unsigned(8).intValue();
            case UINT16 -> unsigned(16).intValue();
            case UINT32 -> unsigned(32).longValue();
            case UINT64 -> unsigned(64);
            case FLOAT -> random.nextBoolean() ? (float) doubleValue() : finite(random.nextInt());
            case DOUBLE -> doubleValue();
            case DATETIME -> dateTime();
            case TIMESTAMP -> Instant.ofEpochSecond(1 + (random.nextLong() >>> 1) % 0xffff_ffffL);
            case DATE -> dateTime().toLocalDate();
            case TIME -> Duration.ofSeconds(random.nextInt(2 * 838 * 3600) - 838 * 3600L);
            default ->
                TEXTS[random.nextInt(TEXTS.length)] + (random.nextBoolean() ? "" : "x".repeat(random.nextInt(200)));
        };
    }

    private BigInteger unsigned(int bits) {
        return switch (random.nextInt(4)) {
            case 0 -> BigInteger.ZERO;
            case 1 -> BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
            case 2 -> BigInteger.ONE.shiftLeft(bits - 1);
            default -> new BigInteger(bits, random);
        };
    }

    private BigInteger signed(int bits) {
        return unsigned(bits).subtract(BigInteger.ONE.shiftLeft(bits - 1));
    }

    private double doubleValue() {
        if (random.nextBoolean()) {
            return DOUBLES[random.nextInt(DOUBLES.length)];
        }
        double drawn = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(drawn) ? drawn : 1;
    }

    private static float finite(int bits) {
        float drawn = Float.intBitsToFloat(bits);
        return Float.isFinite(drawn) ? drawn : 1;
    }

    private LocalDateTime dateTime() {
        LocalDate day = LocalDate.of(1000, 1, 1).plusDays(random.nextInt(3_287_181));
        int micros = random.nextBoolean() ? 0 : random.nextInt(1_000_000);
        return day.atTime(random.nextInt(24), random.nextInt(60), random.nextInt(60), micros * 1000);
    }
}
