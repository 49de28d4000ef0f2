package io.github.binlogcapturer.sink.kafka;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.TableName;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Topics named after their tables. */
final class TemplateRouter implements TopicRouter {

    private static final Pattern ILLEGAL = Pattern.compile("[^a-zA-Z0-9._-]");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(db|table)}");
    private static final int LONGEST = 249;

    private final String template;

    TemplateRouter(String template) {
        this.template = Objects.requireNonNull(template, "template");
        String fixedPart = PLACEHOLDER.matcher(template).replaceAll("");
        if (template.isEmpty() || ILLEGAL.matcher(fixedPart).find()) {
            throw new IllegalArgumentException(
                    "A template of topics consists of letters, digits, '.', '_', '-', {db} and"
                            + " {table}, as cdc.{db}.{table}, but got \"" + template + "\"");
        }
    }

    @Override
    public String topic(TableName table) {
        String topic = PLACEHOLDER
                .matcher(template)
                .replaceAll(found -> legal(found.group(1).equals("db") ? table.database() : table.table()));
        if (!isTopicName(topic)) {
            throw new ConfigurationException(
                    "Table " + table + " would go to topic \"" + topic + "\", which Kafka does not"
                            + " take as a name (at most " + LONGEST + " characters, not . or ..); change the template "
                            + template
                            + " or use a TopicRouter of your own");
        }
        return topic;
    }

    @Override
    public boolean isPerTable() {
        return template.contains("{db}") && template.contains("{table}");
    }

    /** Returns the topic of all tables, or null where the template has a placeholder. */
    @Nullable
    String fixedTopic() {
        return PLACEHOLDER.matcher(template).find() ? null : template;
    }

    @Override
    public String toString() {
        return template;
    }

    static String requireTopicName(String name) {
        if (!isTopicName(name)) {
            throw new IllegalArgumentException("A topic's name has up to " + LONGEST
                    + " ASCII letters, digits, '.', '_' and '-', but got \"" + name + "\"");
        }
        return name;
    }

    static boolean isTopicName(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST
                && !name.equals(".")
                && !name.equals("..")
                && !ILLEGAL.matcher(name).find();
    }

    private static String legal(String name) {
        return ILLEGAL.matcher(name).replaceAll("_");
    }
}
