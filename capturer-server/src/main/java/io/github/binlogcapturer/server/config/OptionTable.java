package io.github.binlogcapturer.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings that belong together.
 *
 * @param options in the order in which they are applied
 */
record OptionTable<B>(List<Option<B, ?>> options) {

    OptionTable {
        options = List.copyOf(options);
    }

    @SafeVarargs
    static <B> OptionTable<B> of(Option<B, ?>... options) {
        List<Option<B, ?>> all = new ArrayList<>();
        for (Option<B, ?> option : options) {
            all.add(option);
        }
        return new OptionTable<>(all);
    }

    Optional<Option<B, ?>> find(String key) {
        return options.stream().filter(option -> option.key().equals(key)).findFirst();
    }

    List<String> keys() {
        return options.stream().<String>map(Option::key).toList();
    }

    /** Reads what a mapping sets; keys that are unknown, missing or wrong are reported. */
    Settings<B> read(Node.Mapping mapping, Reading reading) {
        Map<String, Object> values = new LinkedHashMap<>();
        mapping.entries()
                .forEach((key, node) -> find(key)
                        .ifPresentOrElse(
                                option -> value(option, node, reading).ifPresent(value -> values.put(key, value)),
                                () -> reading.error(node, unknown(key))));
        for (Option<B, ?> option : options) {
            if (option.required() && !mapping.entries().containsKey(option.key())) {
                reading.error(
                        mapping,
                        "key " + option.key() + " is missing: " + option.meaning() + ", "
                                + option.kind().form());
            }
        }
        return new Settings<>(this, values);
    }

    private static Optional<?> value(Option<?, ?> option, Node node, Reading reading) {
        if (node instanceof Node.Scalar scalar && scalar.empty()) {
            reading.error(node, "nothing stands here; give " + option.kind().form() + ", or leave the key out");
            return Optional.empty();
        }
        return option.kind().read(node, reading);
    }

    private String unknown(String key) {
        return "the key is not known; " + Reading.nearest(key, keys()) + "allowed are " + String.join(", ", keys());
    }
}
