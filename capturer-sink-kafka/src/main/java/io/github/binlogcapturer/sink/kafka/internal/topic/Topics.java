package io.github.binlogcapturer.sink.kafka.internal.topic;

import java.util.Collection;
import java.util.Map;

/** The topics that this run sends to. Thread-safe. */
public interface Topics {

    /**
     * Returns a topic, looked up or created at its first use. May block then.
     *
     * @throws io.github.binlogcapturer.error.ConfigurationException if it is missing and not to be created, or its partition count is another
     *     than what was {@linkplain #expect expected}; says what to do
     * @throws InterruptedException if the thread was interrupted
     */
    Topic get(String name) throws InterruptedException;

    /** Returns the topics that were used so far. */
    Collection<Topic> known();

    /** Says how many partitions topics had in earlier runs. Called before the first {@link #get}. */
    void expect(Map<String, Integer> partitions);

    /**
     * Compares the partition counts of all known topics with what they are now, and creates again those that were deleted, where topics are
     * created. May block; a cluster that does not answer is no failure.
     *
     * @throws io.github.binlogcapturer.error.ConfigurationException if one has changed, and records go by key; if one was deleted and is not
     *     to be created; if a right was taken away
     * @throws InterruptedException if the thread was interrupted
     */
    void verify() throws InterruptedException;
}
