package io.github.binlogcapturer.sink.kafka;

import io.github.binlogcapturer.event.TableName;
import java.util.Objects;

/**
 * Says which topic the changes of a table go to. Called by several threads, once per table and version of its schema, so that the same table
 * must always have the same topic.
 *
 * <p>Where a topic takes several tables, the keys of its records tell the tables apart: {@code {"db":"shop","table":"orders","key":{"id":1}}}
 * in the place of {@code {"id":1}}.
 */
@FunctionalInterface
public interface TopicRouter {

    /** Returns the name of a table's topic. */
    String topic(TableName table);

    /**
     * Returns whether each table has a topic of its own, so that keys need not name the table. Where it says so and two tables meet in one
     * topic nevertheless, the sink fails and names both. False for a router of one's own that does not override it.
     */
    default boolean isPerTable() {
        return false;
    }

    /**
     * Returns a router that fills in a table's names, as in {@code cdc.{db}.{table}}. Characters that Kafka does not take in a topic's name
     * (all but ASCII letters, digits, {@code .}, {@code _} and {@code -}) become {@code _}. It is per table if both placeholders are there.
     *
     * @throws IllegalArgumentException if there is another placeholder than {@code {db}} and {@code {table}}, an unpaired brace, or a
     *     character that Kafka does not take
     */
    static TopicRouter template(String template) {
        return new TemplateRouter(template);
    }

    /**
     * Returns a router by which all tables go to one topic.
     *
     * @throws IllegalArgumentException if Kafka does not take the name
     */
    static TopicRouter fixed(String topic) {
        return new TemplateRouter(TemplateRouter.requireTopicName(Objects.requireNonNull(topic, "topic")));
    }
}
