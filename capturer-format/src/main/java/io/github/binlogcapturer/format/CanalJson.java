package io.github.binlogcapturer.format;

import io.github.binlogcapturer.format.internal.json.CanalJsonSettings;
import io.github.binlogcapturer.format.internal.json.JsonEncoders;
import io.github.binlogcapturer.spi.CaptureClock;
import java.util.Objects;

/**
 * canal-json: the FlatMessage of Alibaba Canal, as Flink, Canal's adapters and others read it. Immutable and thread-safe.
 *
 * <p>A change is one message, its {@code data} the row after an insert or update and the row before a delete. {@code old} has exactly the
 * columns that the update changed, with JSON's null where one was NULL. An upsert is an INSERT. Several changes of one table and one type
 * can share a message; then each row's {@code old} has the columns that any of them changed, since Flink needs it so. All values are strings or
 * null; {@code mysqlType} has no lengths, which BaikalDB does not keep, and {@code sqlType} is one per column, wide enough for all its
 * values. {@code es} is the commit time, {@code id} the commit ts.
 *
 * <p>Messages are the same bytes however often they are made, unless a clock is set.
 *
 * <p>A changed schema is a message with {@code isDdl}, ALTER or RENAME, and the statements in {@code sql}, joined by {@code "; "}; none where no
 * column changed. Flink stops at such a message, so send them to a topic of their own. There are no messages of begin, end and watermark.
 */
public final class CanalJson implements MessageFormat {

    private static final CanalJson DEFAULTS = new CanalJson(new CanalJsonSettings(true, false, null));

    private final CanalJsonSettings settings;

    private CanalJson(CanalJsonSettings settings) {
        this.settings = settings;
    }

    /** Returns the format with positions, without a clock, strict about texts. */
    public static CanalJson create() {
        return DEFAULTS;
    }

    /**
     * Returns this format with or without the object {@code _binlogcapturer} {commitTs, startTs, txnId, index, count, last}, which Canal
     * does not have and its readers pass over. With it by default.
     */
    public CanalJson withPositions(boolean positions) {
        return new CanalJson(new CanalJsonSettings(positions, settings.replaceBadText(), settings.clock()));
    }

    /**
     * Returns this format with or without U+FFFD for bytes that are no text in the table's charset. Without it, the default, such a value
     * fails the message, since JSON has no exact form for it.
     */
    public CanalJson withReplacedBadText(boolean replaced) {
        return new CanalJson(new CanalJsonSettings(settings.positions(), replaced, settings.clock()));
    }

    /** Returns this format with {@code ts}, the time at which a message was made, from a clock; by default it is the commit time. */
    public CanalJson withClock(CaptureClock clock) {
        return new CanalJson(new CanalJsonSettings(
                settings.positions(), settings.replaceBadText(), Objects.requireNonNull(clock, "clock")));
    }

    /** Returns {@code canal-json}. */
    @Override
    public String name() {
        return "canal-json";
    }

    @Override
    public MessageEncoder encoder(MessageBuffer out) {
        return JsonEncoders.canal(name(), settings, out);
    }
}
