package io.github.binlogcapturer.format.internal.json;

import io.github.binlogcapturer.spi.CaptureClock;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link io.github.binlogcapturer.format.DebeziumJson} was told.
 *
 * @param name the logical name of the source, the first part of schema names
 * @param options what is switched on
 * @param clock where {@code ts_ms} comes from, or null for the commit time
 */
public record DebeziumJsonSettings(
        String name, Set<Option> options, @Nullable CaptureClock clock) {

    /** What can be switched on. */
    public enum Option {
        /** Messages and keys have Connect's envelope of schema and payload. */
        SCHEMAS,
        /** There are the transaction block and the messages of begin and end. */
        TRANSACTIONS,
        /** Dates, times and UINT64 are text. */
        TEXT_VALUES,
        /** Dates that no calendar has become null, rather than a failure. */
        IMPOSSIBLE_DATES_AS_NULL,
        /** Bytes that are no text become U+FFFD, rather than a failure. */
        REPLACE_BAD_TEXT
    }

    public DebeziumJsonSettings {
        options = Set.copyOf(options);
    }

    /** Returns a copy with an option on or off. */
    public DebeziumJsonSettings with(Option option, boolean on) {
        Set<Option> changed = EnumSet.noneOf(Option.class);
        changed.addAll(options);
        if (on) {
            changed.add(option);
        } else {
            changed.remove(option);
        }
        return new DebeziumJsonSettings(name, changed, clock);
    }

    boolean has(Option option) {
        return options.contains(option);
    }
}
