package io.github.binlogcapturer.server.config;

import java.util.Optional;
import java.util.function.Supplier;

/** Keys of a table of their own; what its builder refuses is reported at once. */
record NestedKind<B>(OptionTable<B> table, Supplier<B> builder) implements Kind<Settings<B>> {

    /** Makes one whose values are only asked for. */
    static NestedKind<Object> of(OptionTable<Object> table) {
        return new NestedKind<>(table, Object::new);
    }

    @Override
    public String form() {
        return "keys of " + String.join(", ", table.keys());
    }

    @Override
    public Optional<Settings<B>> read(Node node, Reading reading) {
        if (!(node instanceof Node.Mapping mapping)) {
            reading.error(node, "is " + form() + ", but a list or a single value stands here");
            return Optional.empty();
        }
        Settings<B> settings = table.read(mapping, reading);
        settings.check(builder.get(), mapping, reading);
        return Optional.of(settings);
    }

    @Override
    public Object plain(Settings<B> value) {
        return value.plain();
    }
}
