package io.github.binlogcapturer.format;

import io.github.binlogcapturer.format.internal.json.DebeziumJsonSettings;
import io.github.binlogcapturer.format.internal.json.DebeziumJsonSettings.Option;
import io.github.binlogcapturer.format.internal.json.JsonEncoders;
import io.github.binlogcapturer.spi.CaptureClock;
import java.util.Objects;
import java.util.Set;

/**
 * debezium-json: change events as Debezium's connectors send them through Connect's JsonConverter, so that readers of Debezium take them.
 * Immutable and thread-safe.
 *
 * <pre>{@code
 * {"before":{"id":1,"name":"nut"},"after":{"id":1,"name":"bolt"},
 *  "source":{"version":"1","connector":"baikaldb","name":"baikaldb","ts_ms":…,"snapshot":"false","db":"shop","table":"item",
 *            "commit_ts":…,"start_ts":…,"txn_id":…,"event_index":0,"event_count":2},
 *  "transaction":{"id":"<commit ts>:<start ts>","total_order":1,"data_collection_order":1},"op":"u","ts_ms":…}
 * }</pre>
 *
 * <p>{@code op} is c for inserts and upserts, u and d. Dates and times are Debezium's adaptive_time_microseconds: DATE days since 1970,
 * DATETIME microseconds since 1970 as if in UTC, TIME microseconds, TIMESTAMP an ISO string in UTC. Bytes are Base64. UINT64 is a number
 * with all digits, or Connect's Decimal of scale 0 where there are schemas. NaN and infinities are strings, as Connect writes them.
 *
 * <p>Messages are the same bytes however often they are made, unless a clock is set. There are no messages of schema changes and
 * watermarks.
 */
public final class DebeziumJson implements MessageFormat {

    private static final DebeziumJson DEFAULTS =
            new DebeziumJson(new DebeziumJsonSettings("baikaldb", Set.of(Option.TRANSACTIONS), null));

    private final DebeziumJsonSettings settings;

    private DebeziumJson(DebeziumJsonSettings settings) {
        this.settings = settings;
    }

    /** Returns the format without schemas, with transactions, with Debezium's own values, strict about dates and texts. */
    public static DebeziumJson create() {
        return DEFAULTS;
    }

    /** Returns this format with another logical name of the source, {@code baikaldb} by default. */
    public DebeziumJson withName(String name) {
        return new DebeziumJson(
                new DebeziumJsonSettings(Objects.requireNonNull(name, "name"), settings.options(), settings.clock()));
    }

    /**
     * Returns this format with or without Connect's envelope {@code {"schema":…,"payload":…}} around messages and keys. Without by default.
     * Columns other than the key's are optional in it.
     */
    public DebeziumJson withSchemas(boolean schemas) {
        return new DebeziumJson(settings.with(Option.SCHEMAS, schemas));
    }

    /**
     * Returns this format with or without transactions: the {@code transaction} block, and the messages of begin and end that Debezium sends
     * to a topic of their own. With by default.
     */
    public DebeziumJson withTransactions(boolean on) {
        return new DebeziumJson(settings.with(Option.TRANSACTIONS, on));
    }

    /**
     * Returns this format with dates and times as SQL shows them ({@code 2026-02-03 04:05:06.000007}, TIMESTAMP in the table's zone), as Flink's
     * debezium-json reads them into DATE and TIMESTAMP columns; and, where there are schemas, with UINT64 as its digits in a string.
     * Debezium's own forms by default.
     */
    public DebeziumJson withTextValues(boolean texts) {
        return new DebeziumJson(settings.with(Option.TEXT_VALUES, texts));
    }

    /**
     * Returns this format with or without null for dates that no calendar has, such as 0000-00-00; as in Debezium they are 1970-01-01 in
     * columns that cannot be NULL. Without it, the default, such a value fails the message where its form is a number or an ISO string, and keeps
     * its digits where values are text.
     */
    public DebeziumJson withImpossibleDatesAsNull(boolean asNull) {
        return new DebeziumJson(settings.with(Option.IMPOSSIBLE_DATES_AS_NULL, asNull));
    }

    /**
     * Returns this format with or without U+FFFD for bytes that are no text in the table's charset. Without it, the default, such a value
     * fails the message, since JSON has no exact form for it.
     */
    public DebeziumJson withReplacedBadText(boolean replaced) {
        return new DebeziumJson(settings.with(Option.REPLACE_BAD_TEXT, replaced));
    }

    /**
     * Returns this format with {@code ts_ms}, the time at which a message was made, from a clock; by default it is the commit time.
     */
    public DebeziumJson withClock(CaptureClock clock) {
        return new DebeziumJson(
                new DebeziumJsonSettings(settings.name(), settings.options(), Objects.requireNonNull(clock, "clock")));
    }

    /** Returns {@code debezium-json}. */
    @Override
    public String name() {
        return "debezium-json";
    }

    @Override
    public MessageEncoder encoder(MessageBuffer out) {
        return JsonEncoders.debezium(name(), settings, out);
    }
}
