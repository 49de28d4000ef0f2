package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.sink.kafka.TopicRouter;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topic;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Finds a table's topic, and two tables that meet in one topic which was to take one. Thread-safe. */
final class TableTopics {

    private final TopicRouter router;
    private final Topics topics;
    private final boolean perTable;
    private final Map<String, TableName> owners = new ConcurrentHashMap<>();

    TableTopics(TopicRouter router, Topics topics) {
        this.router = router;
        this.topics = topics;
        this.perTable = router.isPerTable();
    }

    boolean isPerTable() {
        return perTable;
    }

    Topic of(TableName table) throws InterruptedException {
        String name = router.topic(table);
        if (perTable) {
            TableName owner = owners.putIfAbsent(name, table);
            if (owner != null && !owner.equals(table)) {
                throw new ConfigurationException("Tables " + owner + " and " + table + " would both go to topic " + name
                        + ", whose keys do not tell them apart. Change the template, or use a TopicRouter of your own that"
                        + " tells them apart or is not per table");
            }
        }
        return find(name, "Table " + table);
    }

    /** Returns a topic; where there is none, says what was to go there. */
    Topic find(String name, String what) throws InterruptedException {
        try {
            return topics.get(name);
        } catch (ConfigurationException e) {
            throw new ConfigurationException(what + " goes to topic " + name + ". " + e.getMessage(), e);
        }
    }
}
