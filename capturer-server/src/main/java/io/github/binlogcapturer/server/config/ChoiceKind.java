package io.github.binlogcapturer.server.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One of several alternatives: a name alone, or a name as the one key with more below it.
 *
 * @param alone names that stand alone
 * @param more names with what stands below them
 */
record ChoiceKind(Set<String> alone, Map<String, Kind<?>> more) implements Kind<ChoiceKind.Choice> {

    /**
     * What was chosen.
     *
     * @param argument what stands below it; the name itself where nothing does
     */
    record Choice(String name, Object argument) {

        static Choice of(String name) {
            return new Choice(name, name);
        }

        boolean isAlone() {
            return name.equals(argument);
        }
    }

    static ChoiceKind of(String... alone) {
        return new ChoiceKind(new LinkedHashSet<>(List.of(alone)), Map.of());
    }

    ChoiceKind or(String name, Kind<?> argument) {
        Map<String, Kind<?>> all = new LinkedHashMap<>(more);
        all.put(name, argument);
        return new ChoiceKind(alone, all);
    }

    @Override
    public String form() {
        Set<String> forms = new LinkedHashSet<>(alone);
        more.forEach((name, kind) -> forms.add("{" + name + ": " + kind.form() + "}"));
        return "one of " + String.join(", ", forms);
    }

    @Override
    public Optional<Choice> read(Node node, Reading reading) {
        if (node instanceof Node.Scalar scalar && alone.contains(scalar.text())) {
            return Optional.of(Choice.of(scalar.text()));
        }
        if (node instanceof Node.Mapping mapping && mapping.entries().size() == 1) {
            Map.Entry<String, Node> only =
                    mapping.entries().entrySet().iterator().next();
            Kind<?> kind = more.get(only.getKey());
            if (kind != null) {
                return kind.read(only.getValue(), reading).map(value -> new Choice(only.getKey(), value));
            }
        }
        String given = node instanceof Node.Scalar scalar ? ", but \"" + scalar.shown() + "\" stands here" : "";
        reading.error(node, "is " + form() + given);
        return Optional.empty();
    }

    @Override
    public Object plain(Choice choice) {
        Kind<?> kind = more.get(choice.name());
        return choice.isAlone() || kind == null ? choice.name() : Map.of(choice.name(), plain(kind, choice.argument()));
    }

    @SuppressWarnings("unchecked") // the argument was read by this very kind
    private static <T> Object plain(Kind<T> kind, Object argument) {
        return kind.plain((T) argument);
    }
}
