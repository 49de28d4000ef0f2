package io.github.binlogcapturer.format.testing;

import io.github.binlogcapturer.event.Column;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Draws values of columns that MySQL has too, with many from the ends of their ranges. */
final class RandomValues {

    private static final List<String> PIECES = List.of(
            "",
            "a",
            "it's",
            "\\",
            "\"",
            "\n",
            "\r\n",
            "\u0000",
            "\u001a",
            "\t",
            "`",
            ";--",
            "%_",
            "{d '1'}",
            "?",
            "é",
            "中文",
            "数据库",
            "\uFFFD",
            "\u20ac",
            "😀",
            "0",
            " ",
            "\u007f",
            "\u001f",
            "\u2028",
            "/",
            "null",
            "{\"a\": [1]}");

    private final Random random;
    private final boolean anyDates;

    private RandomValues(Random random, boolean anyDates) {
        this.random = random;
        this.anyDates = anyDates;
    }

    /** Returns values with dates that no calendar has among them. */
    static RandomValues ofAll(Random random) {
        return new RandomValues(random, true);
    }

    /** Returns values without them. */
    static RandomValues ofTheCalendar(Random random) {
        return new RandomValues(random, false);
    }

    @Nullable
    Object nullable(Column column, Charset charset) {
        return random.nextInt(6) == 0 ? null : value(column, charset);
    }

    Object value(Column column, Charset charset) {
        return switch (column.type()) {
            case BOOL -> random.nextBoolean();
            case INT8 -> (long) (byte) integer();
            case INT16 -> (long) (short) integer();
            case INT32 -> (long) (int) integer();
            case INT64 -> integer();
            case UINT8 -> integer() & 0xff;
            case UINT16 -> integer() & 0xffff;
            case UINT32 -> integer() & 0xffff_ffffL;
            case UINT64 -> new BigInteger(Long.toUnsignedString(integer()));
            case FLOAT -> finiteFloat();
            case DOUBLE -> finiteDouble();
            case STRING -> column.holdsBytes() ? bytes() : text(charset);
            case JSON -> json(charset);
            case HLL, BITMAP, TDIGEST -> bytes();
            case DATETIME -> dateTime();
            case TIMESTAMP -> timestamp();
            case DATE -> date();
            case TIME -> Duration.ofSeconds(random.nextInt(2 * 3_020_399 + 1) - 3_020_399);
        };
    }

    private long integer() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(3) - 1;
            case 1 -> Long.MAX_VALUE >>> (8 * random.nextInt(8));
            case 2 -> ~(Long.MAX_VALUE >>> (8 * random.nextInt(8)));
            default -> random.nextLong();
        };
    }

    private float finiteFloat() {
        float value = random.nextInt(3) == 0 ? random.nextInt(2000) / 10f : Float.intBitsToFloat(random.nextInt());
        return Float.isFinite(value) ? value : Float.MIN_VALUE;
    }

    private double finiteDouble() {
        double value = random.nextInt(3) == 0 ? random.nextInt(2000) / 10d : Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(value) ? value : -0.0;
    }

    private String text(Charset charset) {
        StringBuilder text = new StringBuilder();
        int pieces = random.nextInt(50) == 0 ? 9000 : random.nextInt(100);
        for (int i = random.nextInt(4) == 0 ? pieces : random.nextInt(5); i > 0; i--) {
            String piece = PIECES.get(random.nextInt(PIECES.size()));
            text.append(charset.newEncoder().canEncode(piece) ? piece : "x");
        }
        return text.toString();
    }

    private String json(Charset charset) {
        return switch (random.nextInt(3)) {
            case 0 -> "{\"k\": [1, null, \"\\n\\\"" + (charset.newEncoder().canEncode("é") ? "é" : "e") + "\"]}";
            case 1 -> "[]";
            default -> Integer.toString(random.nextInt());
        };
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(50) == 0 ? 20_000 : random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private Object dateTime() {
        return switch (anyDates ? random.nextInt(5) : 2 + random.nextInt(3)) {
            case 0 -> "0000-00-00 00:00:00";
            case 1 -> "2026-02-30 01:02:03.000004";
            case 2 -> LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000);
            default ->
                day().atTime(
                                random.nextInt(24),
                                random.nextInt(60),
                                random.nextInt(60),
                                1000 * random.nextInt(1_000_000));
        };
    }

    private Object timestamp() {
        return anyDates && random.nextInt(5) == 0
                ? "0000-00-00 00:00:00"
                : Instant.ofEpochSecond(1 + random.nextInt(Integer.MAX_VALUE - 1));
    }

    private Object date() {
        return switch (anyDates ? random.nextInt(5) : 2 + random.nextInt(3)) {
            case 0 -> "0000-00-00";
            case 1 -> "2026-02-30";
            default -> day();
        };
    }

    private LocalDate day() {
        return LocalDate.of(1000 + random.nextInt(9000), 1 + random.nextInt(12), 1 + random.nextInt(28));
    }
}
