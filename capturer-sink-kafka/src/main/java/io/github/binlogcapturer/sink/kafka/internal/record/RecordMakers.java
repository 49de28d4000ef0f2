package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.sink.kafka.internal.topic.Topics;

/** Makes makers of records, one per encoding thread, which share what they have to agree on. Thread-safe. */
public final class RecordMakers {

    private final RecordSettings settings;
    private final Topics topics;

    public RecordMakers(RecordSettings settings, Topics topics) {
        this.settings = settings;
        this.topics = topics;
    }

    /** Returns a new maker for one thread. */
    public RecordMaker make() {
        throw new UnsupportedOperationException("follows: " + settings + topics);
    }
}
