package io.github.binlogcapturer.sink.kafka.internal.produce;

/** What an error of Kafka's clients means for the records at hand. {@link ErrorTable} tells which it is. */
enum ErrorClass {
    /** Kafka cannot be reached, or takes nothing now: wait, and go on with a new producer. */
    RETRY,
    /** The producer is no longer of use: go on with a new one, from the last durable point. */
    REBUILD,
    /** The producer's epoch is over: another instance has begun, or a transaction lasted too long. The position tells which. */
    FENCED,
    /** A right, an account, a topic or a setting is wrong: end the capture, and say what to change. */
    CONFIGURATION,
    /** A record is larger than the topic or the producer takes: end the capture, and say which limit to raise. */
    OVERSIZED,
    /** Nothing that time or another producer would heal: end the capture. */
    FATAL
}
