package io.github.binlogcapturer.sink.kafka.internal.produce;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.sink.kafka.internal.record.RecordMaker;
import io.github.binlogcapturer.sink.kafka.internal.topic.Topics;

/** Where the records of a run come from. Thread-safe. */
public interface RecordSource {

    /** Returns the topics of the run. */
    Topics topics();

    /** Makes a maker for one thread. */
    RecordMaker maker();

    /**
     * Adds the records that say to every partition that everything up to a commit ts, included, has come. None where no topic was used yet.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    void watermark(CommitTs upTo, RecordMaker.Output out) throws InterruptedException;
}
