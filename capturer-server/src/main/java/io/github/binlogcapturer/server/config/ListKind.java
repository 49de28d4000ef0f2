package io.github.binlogcapturer.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A list of values of a kind; a single value stands for a list of one. */
record ListKind<T>(Kind<T> item) implements Kind<List<T>> {

    @Override
    public String form() {
        return "a list, each " + item.form();
    }

    @Override
    public Optional<List<T>> read(Node node, Reading reading) {
        if (!(node instanceof Node.Sequence sequence)) {
            return item.read(node, reading).map(List::of);
        }
        List<T> values = new ArrayList<>();
        boolean good = true;
        for (Node each : sequence.items()) {
            Optional<T> value = item.read(each, reading);
            value.ifPresent(values::add);
            good &= value.isPresent();
        }
        if (sequence.items().isEmpty()) {
            reading.error(node, "the list is empty; leave the key out, or give " + form());
        }
        return good && !values.isEmpty() ? Optional.of(List.copyOf(values)) : Optional.empty();
    }

    @Override
    public Object plain(List<T> values) {
        return values.stream().map(item::plain).toList();
    }
}
