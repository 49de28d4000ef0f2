package io.github.binlogcapturer.benchmarks.kafka;

import io.github.binlogcapturer.benchmarks.measure.Way;
import java.util.concurrent.TimeUnit;

/** Has a sender send into new topics, and sees to it that they hold what they must. None of that counts. */
final class Round implements Way {

    private final Topics topics;
    private final Sender sender;
    private final Content expected;
    private final int counted;

    /**
     * @param expected what is to be in the topic, with the records to warm up
     * @param counted how many records are not for warming up
     */
    Round(Topics topics, Sender sender, Content expected, int counted) {
        this.topics = topics;
        this.sender = sender;
        this.expected = expected;
        this.counted = counted;
    }

    @Override
    public double rate() throws Exception {
        String topic = topics.create();
        try {
            long tookNs = sender.send(topics.servers(), topic);
            Content found = Content.of(topics.records(topic));
            if (!found.equals(expected)) {
                throw new IllegalStateException(
                        "The topic " + topic + Topics.TABLE + " holds " + found + " and must hold " + expected);
            }
            return counted * (double) TimeUnit.SECONDS.toNanos(1) / tookNs;
        } finally {
            topics.delete(topic);
        }
    }
}
