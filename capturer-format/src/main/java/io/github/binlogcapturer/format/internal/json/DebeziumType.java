package io.github.binlogcapturer.format.internal.json;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.format.internal.json.DebeziumJsonSettings.Option;
import org.jspecify.annotations.Nullable;

/** How Debezium shows a column: the type of Connect and the logical type on top of it. */
enum DebeziumType {
    BOOLEAN("boolean", null),
    INT16("int16", null),
    INT32("int32", null),
    INT64("int64", null),
    /** UINT64 as plain digits, which no type of Connect has; only without schemas. */
    DIGITS("int64", null),
    /** UINT64 as its digits in a string. */
    DIGIT_TEXT("string", null),
    /** UINT64 as Debezium's mode "precise" has it. */
    DECIMAL("bytes", "org.apache.kafka.connect.data.Decimal"),
    FLOAT("float", null),
    DOUBLE("double", null),
    STRING("string", null),
    JSON("string", "io.debezium.data.Json"),
    BYTES("bytes", null),
    DATE("int32", "io.debezium.time.Date"),
    MICRO_TIME("int64", "io.debezium.time.MicroTime"),
    MICRO_TIMESTAMP("int64", "io.debezium.time.MicroTimestamp"),
    ZONED_TIMESTAMP("string", "io.debezium.time.ZonedTimestamp"),
    /** A date or time as SQL shows it. */
    SQL_TEXT("string", null);

    private final String connectType;
    private final @Nullable String logicalName;

    DebeziumType(String connectType, @Nullable String logicalName) {
        this.connectType = connectType;
        this.logicalName = logicalName;
    }

    static DebeziumType of(Column column, DebeziumJsonSettings settings) {
        if (column.holdsBytes()) {
            return BYTES;
        }
        return switch (column.type()) {
            case BOOL -> BOOLEAN;
            case INT8, INT16, UINT8 -> INT16;
            case INT32, UINT16 -> INT32;
            case INT64, UINT32 -> INT64;
            case UINT64 ->
                !settings.has(Option.SCHEMAS) ? DIGITS : settings.has(Option.TEXT_VALUES) ? DIGIT_TEXT : DECIMAL;
            case FLOAT -> FLOAT;
            case DOUBLE -> DOUBLE;
            case JSON -> JSON;
            case STRING, HLL, BITMAP, TDIGEST -> STRING;
            case DATE -> settings.has(Option.TEXT_VALUES) ? SQL_TEXT : DATE;
            case TIME -> settings.has(Option.TEXT_VALUES) ? SQL_TEXT : MICRO_TIME;
            case DATETIME -> settings.has(Option.TEXT_VALUES) ? SQL_TEXT : MICRO_TIMESTAMP;
            case TIMESTAMP -> settings.has(Option.TEXT_VALUES) ? SQL_TEXT : ZONED_TIMESTAMP;
        };
    }

    /** Returns Connect's schema of a field of this type. */
    String field(String name, boolean optional) {
        String logical = logicalName == null ? "" : ",\"name\":\"" + logicalName + "\",\"version\":1";
        String scale = this == DECIMAL ? ",\"parameters\":{\"scale\":\"0\"}" : "";
        return ConnectSchemas.field(connectType, optional, logical + scale, name);
    }
}
