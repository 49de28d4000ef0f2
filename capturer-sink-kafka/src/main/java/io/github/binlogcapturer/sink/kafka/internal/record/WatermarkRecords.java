package io.github.binlogcapturer.sink.kafka.internal.record;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topics;

/** Makes the records that tell readers how far the stream is. Owned by one thread. */
public final class WatermarkRecords {

    private final RecordSettings settings;
    private final Topics topics;

    public WatermarkRecords(RecordSettings settings, Topics topics) {
        this.settings = settings;
        this.topics = topics;
    }

    /**
     * Adds one record for each partition of each known topic but the dead letters': everything up to a commit ts, included, was sent before.
     * Does not block.
     */
    public void make(CommitTs commitTs, RecordMaker.Output out) {
        throw new UnsupportedOperationException("follows: " + settings + topics + commitTs + out);
    }
}
