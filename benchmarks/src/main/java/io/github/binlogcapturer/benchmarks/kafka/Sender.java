package io.github.binlogcapturer.benchmarks.kafka;

/** A way to send all records to a table's topic. */
interface Sender {

    /**
     * Sends those to warm up, and then those that count.
     *
     * @param servers where the broker is
     * @param topic how the names of the topics begin
     * @return how long it took, in nanoseconds, until those that count were acknowledged
     */
    long send(String servers, String topic) throws Exception;
}
