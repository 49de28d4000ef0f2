package io.github.binlogcapturer.server.config;

import java.util.function.BiConsumer;

/**
 * A setting.
 *
 * @param key its name in YAML
 * @param byDefault what holds where it is left out, for people
 * @param meaning for people
 * @param apply hands a value to a builder
 * @param required whether it has to be there
 * @param secret whether values are never shown
 */
record Option<B, T>(
        String key,
        Kind<T> kind,
        String byDefault,
        String meaning,
        BiConsumer<B, T> apply,
        boolean required,
        boolean secret) {

    static <B, T> Option<B, T> of(String key, Kind<T> kind, String byDefault, String meaning, BiConsumer<B, T> apply) {
        return new Option<>(key, kind, byDefault, meaning, apply, false, false);
    }

    /** Makes one that no builder takes as such; whoever uses the settings asks for it. */
    static <B, T> Option<B, T> asked(String key, Kind<T> kind, String byDefault, String meaning) {
        return of(key, kind, byDefault, meaning, (builder, value) -> {});
    }

    Option<B, T> needed() {
        return new Option<>(key, kind, byDefault, meaning, apply, true, secret);
    }

    Option<B, T> hidden() {
        return new Option<>(key, kind, byDefault, meaning, apply, required, true);
    }

    @SuppressWarnings("unchecked") // values come from the kind of this very option
    void applyTo(B builder, Object value) {
        apply.accept(builder, (T) value);
    }

    @SuppressWarnings("unchecked") // see above
    Object plain(Object value) {
        return kind.plain((T) value);
    }
}
