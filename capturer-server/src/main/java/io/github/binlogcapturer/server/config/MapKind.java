package io.github.binlogcapturer.server.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Texts by names that are free to choose, such as properties of a driver. */
record MapKind() implements Kind<Map<String, String>> {

    @Override
    public String form() {
        return "keys with texts";
    }

    @Override
    public Optional<Map<String, String>> read(Node node, Reading reading) {
        if (!(node instanceof Node.Mapping mapping)) {
            reading.error(node, "is " + form() + ", but a list or a single value stands here");
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        mapping.entries()
                .forEach((key, value) -> Kinds.TEXT.read(value, reading).ifPresent(text -> values.put(key, text)));
        return Optional.of(values);
    }

    @Override
    public Object plain(Map<String, String> value) {
        return value;
    }
}
