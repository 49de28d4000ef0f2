package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.error.ConfigurationException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a table is set, to what. Two are equal if the same is set to the same, in whatever order.
 *
 * @param values by key; each as its option's kind reads it
 */
record Settings<B>(OptionTable<B> table, Map<String, Object> values) {

    Settings {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    static <B> Settings<B> none(OptionTable<B> table) {
        return new Settings<>(table, Map.of());
    }

    /** Returns a value, empty where it is not set. */
    <T> Optional<T> find(String key, Class<T> type) {
        return Optional.ofNullable(values.get(key)).map(type::cast);
    }

    /** Returns a text, which has to be set. */
    String text(String key) {
        return find(key, String.class).orElseThrow();
    }

    /** Returns the texts of a list, none where it is not set. */
    List<String> texts(String key) {
        return find(key, List.class).stream()
                .flatMap(list -> ((List<?>) list).stream())
                .map(String::valueOf)
                .toList();
    }

    /** Returns these with what others set in place of it. */
    Settings<B> overriddenBy(Settings<B> others) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.putAll(others.values);
        return new Settings<>(table, all);
    }

    /** Hands all values to a builder, in the order of the table. */
    void applyTo(B builder) {
        for (Option<B, ?> option : table.options()) {
            Object value = values.get(option.key());
            if (value != null) {
                option.applyTo(builder, value);
            }
        }
    }

    /** Like {@link #applyTo}, but reports what the builder refuses, at the place of the setting. Returns whether it refused nothing. */
    boolean check(B builder, Node.Mapping mapping, Reading reading) {
        boolean good = true;
        for (Option<B, ?> option : table.options()) {
            Object value = values.get(option.key());
            Node node = mapping.entries().get(option.key());
            if (value == null || node == null) {
                continue;
            }
            try {
                option.applyTo(builder, value);
            } catch (ConfigurationException | IllegalArgumentException e) {
                reading.error(node, String.valueOf(e.getMessage()));
                good = false;
            }
        }
        return good;
    }

    /** Returns everything as it is written. */
    Map<String, Object> plain() {
        Map<String, Object> plain = new LinkedHashMap<>();
        for (Option<B, ?> option : table.options()) {
            Object value = values.get(option.key());
            if (value != null) {
                plain.put(option.key(), option.plain(value));
            }
        }
        return plain;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Settings<?> settings && values.equals(settings.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Returns everything as it is written, but stars in place of secrets, and URLs without their parameters. */
    Map<String, Object> shown() {
        Map<String, Object> shown = plain();
        table.options().stream().filter(Option::secret).forEach(option -> shown.replace(option.key(), "***"));
        shown.replaceAll((key, value) ->
                value instanceof String text && text.startsWith("jdbc:") ? text.replaceFirst("\\?.*", "") : value);
        return shown;
    }

    /** Returns {@link #shown}. */
    @Override
    public String toString() {
        return shown().toString();
    }
}
