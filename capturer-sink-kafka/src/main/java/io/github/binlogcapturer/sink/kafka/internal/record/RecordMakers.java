package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.sink.kafka.internal.topic.Topics;
import java.util.Objects;

/** Makes makers of records, one per encoding thread, which share what they have to agree on. Thread-safe. */
public final class RecordMakers {

    private final RecordSettings settings;
    private final TableTopics topics;

    public RecordMakers(RecordSettings settings, Topics topics) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.topics = new TableTopics(settings.router(), topics);
    }

    /** Returns a new maker for one thread. */
    public RecordMaker make() {
        return new EventRecordMaker(settings, topics);
    }
}
